package org.jeffreys.distribution;

import org.jeffreys.tensor.Tensor;

/** {@code y = exp(x)}, whose log determinant is x. */
public record ExpBijector() implements Bijector {
  @Override
  public int eventRank() {
    return 0;
  }

  @Override
  public Tensor forward(Tensor x) {
    return x.exp();
  }

  @Override
  public Tensor inverse(Tensor y) {
    return y.log();
  }

  @Override
  public Tensor logDeterminant(Tensor x, Tensor y) {
    return x;
  }
}
