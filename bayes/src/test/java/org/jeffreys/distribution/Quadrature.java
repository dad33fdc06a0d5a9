package org.jeffreys.distribution;

import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Tensor;

/**
 * Expectations of numbers without randomness: sums over counts, and the trapezoid rule in t for
 * {@code y = b(sinh(t))}, where b is the bijector of the support: double exponential, so that heavy
 * tails and poles at a border are no matter.
 */
final class Quadrature {
  private static final double END = 30;
  private static final double LARGEST = 1e100;
  private static final double NEGLIGIBLE = -100;
  private static final int POINTS = 24001;
  private static final int COUNTS = 6000;

  private Quadrature() {}

  /** E f(x), differentiable in the parameters. @shape [] */
  static Tensor expectation(Distribution distribution, UnaryOperator<Tensor> function) {
    Support support = distribution.support();
    if (support.isDiscrete()) {
      Tensor values = counts(distribution);
      return distribution.logProb(values).exp().mul(function.apply(values)).sum();
    }
    Bijector bijector = Check.present(support.bijector(), "bijector");
    double[] kept = kept(distribution, bijector);
    Tensor t = Tensor.of(kept, kept.length);
    Tensor y = bijector.forward(sinh(t));
    return logTerm(distribution, bijector, t).exp().mul(function.apply(y)).sum();
  }

  private static Tensor logTerm(Distribution distribution, Bijector bijector, Tensor t) {
    Tensor x = sinh(t);
    Tensor y = bijector.forward(x);
    double step = 2 * END / (POINTS - 1);
    Tensor slope = t.exp().add(t.neg().exp()).mul(0.5 * step).log();
    return distribution.logProb(y).add(bijector.logDeterminant(x, y)).add(slope);
  }

  /**
   * Those t whose y is neither rounded to a border nor so large that its square overflows, and that
   * matter.
   */
  private static double[] kept(Distribution distribution, Bijector bijector) {
    Tensor t = Tensor.linspace(DType.FLOAT64, -END, END, POINTS);
    Tensor x = sinh(t);
    Tensor y = Gradients.stop(bijector.forward(x));
    double[] wanted = x.toDoubles();
    double[] at = y.toDoubles();
    double[] back = Gradients.stop(bijector.inverse(y)).toDoubles();
    double[] log = Gradients.stop(logTerm(distribution, bijector, t)).toDoubles();
    double[] grid = t.toDoubles();
    return IntStream.range(0, grid.length)
        .filter(i -> Math.abs(back[i] - wanted[i]) <= 0.01 * (1 + Math.abs(wanted[i])))
        .filter(i -> Math.abs(at[i]) < LARGEST && log[i] > NEGLIGIBLE)
        .mapToDouble(i -> grid[i])
        .toArray();
  }

  private static Tensor sinh(Tensor t) {
    return t.exp().sub(t.neg().exp()).mul(0.5);
  }

  private static Tensor counts(Distribution distribution) {
    return distribution instanceof Enumerable finite
        ? finite.values()
        : Tensor.range(COUNTS).to(DType.FLOAT64);
  }
}
