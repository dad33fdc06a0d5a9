package org.jeffreys.distribution;

import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * From all real numbers to the angles in (-π, π).
 *
 * <pre>{@code
 * y = π tanh(x / 2)      log |dy/dx| = log 2π + log σ(x) + log σ(-x)
 * }</pre>
 */
public record CircleBijector() implements Bijector {
  private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

  @Override
  public int eventRank() {
    return 0;
  }

  @Override
  public Tensor forward(Tensor x) {
    double end = greatest(x.dtype());
    return Special.clamp(x.mul(0.5).tanh().mul(Math.PI), -end, end);
  }

  /** The greatest angle below π. */
  static double greatest(DType dtype) {
    return dtype == DType.FLOAT32 ? Math.nextDown((float) Math.PI) : Math.nextDown(Math.PI);
  }

  @Override
  public Tensor inverse(Tensor y) {
    Tensor ratio = y.div(Math.PI);
    return Special.log1p(ratio).sub(Special.log1p(ratio.neg()));
  }

  @Override
  public Tensor logDeterminant(Tensor x, Tensor y) {
    return SigmoidBijector.logSlope(x).add(LOG_TWO_PI);
  }
}
