package org.jeffreys.target;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/** Targets that are counts: 0, 1, 2, … in any type of numbers. */
final class CountTargets {
  private static final double LOG_SQRT_2PI = 0.5 * Math.log(2 * Math.PI);

  /** From here {@link #remainder} is its series, exact to rounding. */
  private static final double LARGE = 12;

  private CountTargets() {}

  static void check(Shape output, Shape target) {
    Check.require(output.equals(target), "targets", "examples of shape " + output, target);
    Check.require(output.rank() == 1, "outputs", "examples of shape [outputs]", output);
  }

  static void check(Tensor targets) {
    for (double target : TargetScales.numbers(targets)) {
      boolean isCount = target >= 0 && target == Math.rint(target) && Double.isFinite(target);
      Check.require(isCount, "targets", "counts 0, 1, 2, …", target);
    }
  }

  /**
   * {@code y log λ - log y! - y}, without the large terms that would cancel; float64.
   *
   * <pre>{@code
   * y (log λ - log y) + (y log y - y - log y!)
   * }</pre>
   */
  static Tensor powerOverFactorial(Tensor counts, Tensor logMeans) {
    Tensor positive = counts.clampMin(1);
    Tensor constant =
        positive.log().mul(-0.5).sub(remainder(positive)).sub(LOG_SQRT_2PI).mul(counts.clampMax(1));
    return logMeans.sub(positive.log()).mul(counts).add(constant);
  }

  /**
   * What Stirling's formula leaves of log Γ(x), so that differences of large such logarithms keep
   * their digits; float64.
   *
   * <pre>{@code
   * log Γ(x) = (x - 1/2) log x - x + log(2π)/2 + remainder(x)
   * }</pre>
   *
   * @source Abramowitz and Stegun (1964), eq. 6.1.40
   */
  static Tensor remainder(Tensor x) {
    Check.require(x.dtype() == DType.FLOAT64, "remainder", "float64", x.dtype());
    Tensor small = x.clampMax(LARGE);
    Tensor exact =
        Special.logGamma(small).sub(small.sub(0.5).mul(small.log())).add(small).sub(LOG_SQRT_2PI);
    Tensor inverse = Special.reciprocal(x.clampMin(LARGE));
    Tensor square = inverse.square();
    Tensor sum = square.mul(-691.0 / 360360).add(1.0 / 1188);
    sum = sum.mul(square).sub(1.0 / 1680);
    sum = sum.mul(square).add(1.0 / 1260);
    sum = sum.mul(square).sub(1.0 / 360);
    sum = sum.mul(square).add(1.0 / 12);
    return x.lt(LARGE).where(exact, sum.mul(inverse));
  }
}
