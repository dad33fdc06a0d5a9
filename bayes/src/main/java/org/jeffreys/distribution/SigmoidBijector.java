package org.jeffreys.distribution;

import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * From all real numbers to (0, 1).
 *
 * <pre>{@code
 * y = 1 / (1 + exp(-x))      log |dy/dx| = log y + log(1 - y)
 * }</pre>
 *
 * <p>Where y would round to an end, it is the number next to it.
 */
public record SigmoidBijector() implements Bijector {
  @Override
  public int eventRank() {
    return 0;
  }

  @Override
  public Tensor forward(Tensor x) {
    DType dtype = x.dtype();
    return Special.clamp(x.sigmoid(), Domain.least(dtype), Domain.belowOne(dtype));
  }

  @Override
  public Tensor inverse(Tensor y) {
    return y.log().sub(Special.log1p(y.neg()));
  }

  @Override
  public Tensor logDeterminant(Tensor x, Tensor y) {
    return logSlope(x);
  }

  /** log σ(x) + log σ(-x) = 2 log σ(x) - x, exact for large |x|. */
  static Tensor logSlope(Tensor x) {
    return Special.logSigmoid(x).mul(2).sub(x);
  }
}
