package org.jeffreys.examples;

import java.util.Locale;
import org.jeffreys.distribution.Normal;
import org.jeffreys.distribution.Uniform;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.vi.Svi;
import org.jeffreys.ppl.AutoNormal;
import org.jeffreys.ppl.Model;
import org.jeffreys.ppl.Plate;
import org.jeffreys.ppl.Program;
import org.jeffreys.target.VariationalFit;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/** A straight line by stochastic variational inference, with a band for 95 % of fresh points. */
public final class SeedRegression {
  private SeedRegression() {}

  /**
   * Prints the band.
   *
   * @param args none
   */
  public static void main(String[] args) {
    try (Scope scope = Scope.open();
        Rng rng = Rng.of(42, "noise")) {
      Tensor x = Tensor.linspace(DType.FLOAT64, -5, 5, 100);
      Tensor y = x.mul(3).add(2).add(rng.normal(DType.FLOAT64, 100), 0.5);
      Tensor fresh = freshPoints(x, y, rng);
      double[] low = fresh.select(0, 99).toDoubles();
      double[] high = fresh.select(0, 3899).toDoubles();
      for (int i = 0; i < low.length; i += 11) {
        System.out.printf(Locale.ROOT, "%d: y in [%.2f, %.2f]%n", i, low[i], high[i]);
      }
    }
  }

  /** Draws of what may be seen at each place, in ascending order. @shape [4000, places] */
  static Tensor freshPoints(Tensor x, Tensor y, Rng rng) {
    // [regression
    Program line =
        m -> {
          Tensor slope = m.sample("weight", Normal.of(0, 1));
          Tensor mean = slope.mul(x).add(m.sample("bias", Normal.of(0, 10)));
          Tensor sigma = m.sample("sigma", Uniform.of(0, 10));
          try (Plate data = m.plate("data", x.size(0))) {
            m.observe("y", new Normal(mean, sigma), y);
          }
        };
    // [svi
    Model model = Model.of(line);
    try (VariationalFit fit = Svi.of(1000, 0.03).fit(new AutoNormal().of(model), Run.of(1))) {
      return model.posteriorPredictive(fit.draws(4000, 1), rng).value("y").sort(0);
    }
    // svi]
    // regression]
  }
}
