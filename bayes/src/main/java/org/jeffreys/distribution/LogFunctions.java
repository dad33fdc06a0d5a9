package org.jeffreys.distribution;

import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/** Logarithms that keep their digits where those of their parts would cancel or overflow. */
final class LogFunctions {
  /** From here on, five terms of Stirling's series have all digits. */
  private static final double LARGE = 10;

  private LogFunctions() {}

  /** log(1 + x²), whose square never overflows. */
  static Tensor onePlusSquare(Tensor x) {
    Tensor size = x.abs();
    Tensor greater = size.clampMin(1);
    return greater.log().mul(2).add(Special.log1p(size.clampMax(1).div(greater).square()));
  }

  /** log(1 - e^x) for x < 0. */
  static Tensor oneMinusExp(Tensor x) {
    Tensor small = x.gt(-Math.log(2));
    // Either formula is only asked where it has a finite gradient.
    Tensor near = Special.expm1(x.clampMin(-1)).neg().log();
    Tensor far = Special.log1p(x.clampMax(-0.5).exp().neg());
    return small.where(near, far);
  }

  /** log (n over k) for whole numbers. */
  static Tensor choose(Tensor n, Tensor k) {
    Tensor rest = n.sub(k).clampMin(0);
    return beta(k.add(1), rest.add(1)).add(n.add(1).log()).neg();
  }

  /**
   * log B(a, b) = log Γ(a) + log Γ(b) - log Γ(a + b), to all digits also where one is large: then
   * the difference of its logarithm to that of a + b is taken term by term of Stirling's series.
   */
  static Tensor beta(Tensor a, Tensor b) {
    Tensor lesser = a.minimum(b);
    Tensor greater = a.maximum(b);
    Tensor sum = a.add(b);
    Tensor large = greater.gt(LARGE);
    Tensor direct =
        Special.logGamma(greater.clampMax(LARGE))
            .sub(Special.logGamma(large.where(Tensor.ones(sum.dtype()), sum)));
    Tensor safe = greater.clampMin(LARGE);
    Tensor total = safe.add(lesser);
    // log Γ(safe) - log Γ(total)
    Tensor stirling =
        safe.sub(0.5)
            .mul(Special.log1p(lesser.div(safe)))
            .add(lesser.mul(total.log()))
            .sub(lesser)
            .neg()
            .add(correction(safe))
            .sub(correction(total));
    return Special.logGamma(lesser).add(large.where(stirling, direct));
  }

  /**
   * log Γ(x) - ((x - 1/2) log x - x + log(2π)/2) for x >= 10.
   *
   * @source Abramowitz and Stegun, 6.1.41
   */
  private static Tensor correction(Tensor x) {
    Tensor inverse = Special.reciprocal(x);
    Tensor square = inverse.square();
    Tensor sum = square.mul(-691.0 / 360360).add(1.0 / 1188);
    for (double term : new double[] {-1.0 / 1680, 1.0 / 1260, -1.0 / 360, 1.0 / 12}) {
      sum = sum.mul(square).add(term);
    }
    return sum.mul(inverse);
  }
}
