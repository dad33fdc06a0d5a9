package org.jeffreys.distribution;

import org.jeffreys.tensor.Tensor;

/** {@code y = x}. */
public record IdentityBijector() implements Bijector {
  @Override
  public int eventRank() {
    return 0;
  }

  @Override
  public Tensor forward(Tensor x) {
    return x;
  }

  @Override
  public Tensor inverse(Tensor y) {
    return y;
  }

  @Override
  public Tensor logDeterminant(Tensor x, Tensor y) {
    return Tensor.zeros(x.dtype(), x.shape());
  }
}
