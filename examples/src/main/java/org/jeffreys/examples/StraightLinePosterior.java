package org.jeffreys.examples;

import java.util.Locale;
import org.jeffreys.distribution.Normal;
import org.jeffreys.distribution.Uniform;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.mcmc.HamiltonianSampler;
import org.jeffreys.inference.mcmc.McmcSample;
import org.jeffreys.ppl.Model;
import org.jeffreys.ppl.Plate;
import org.jeffreys.ppl.Program;
import org.jeffreys.ppl.SiteDraws;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/** A straight line as a probabilistic program. */
public final class StraightLinePosterior {
  private StraightLinePosterior() {}

  /**
   * Prints the posterior of weight, bias and noise.
   *
   * @param args none
   */
  public static void main(String[] args) {
    try (Scope scope = Scope.open();
        Rng rng = Rng.of(42, "noise")) {
      Tensor x = Tensor.linspace(DType.FLOAT64, -5, 5, 100);
      Tensor y = x.mul(3).add(2).add(rng.normal(DType.FLOAT64, 100), 0.5);
      // [line
      Program line =
          m -> {
            Tensor weight = m.sample("weight", Normal.of(0, 1));
            Tensor bias = m.sample("bias", Normal.of(0, 10));
            Tensor sigma = m.sample("sigma", Uniform.of(0, 10));
            try (Plate data = m.plate("data", 100)) {
              m.observe("y", new Normal(weight.mul(x).add(bias), sigma), y);
            }
          };
      Model model = Model.of(line);
      try (McmcSample sample = HamiltonianSampler.nuts().sample(model.density(), Run.of(1))) {
        SiteDraws draws = SiteDraws.of(model, sample.draws().values(), 4);
        print(draws);
      }
      // line]
    }
  }

  private static void print(SiteDraws draws) {
    for (int i = 0; i < draws.names().size(); i++) {
      double sum = 0;
      for (double[] chain : draws.chains(i)) {
        for (double draw : chain) {
          sum += draw;
        }
      }
      System.out.printf(Locale.ROOT, "%s %.3f%n", draws.names().get(i), sum / 4000);
    }
  }
}
