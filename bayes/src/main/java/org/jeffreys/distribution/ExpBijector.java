package org.jeffreys.distribution;

import org.jeffreys.tensor.Tensor;

/**
 * {@code y = exp(x)}, whose log determinant is x; the least or greatest number above 0 where that
 * underflows or overflows.
 */
public record ExpBijector() implements Bijector {
  @Override
  public int eventRank() {
    return 0;
  }

  @Override
  public Tensor forward(Tensor x) {
    return Domain.positiveExp(x);
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
