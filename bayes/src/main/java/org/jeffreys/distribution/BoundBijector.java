package org.jeffreys.distribution;

import org.jeffreys.tensor.Tensor;

/**
 * From all real numbers to those on one side of a bound.
 *
 * <pre>{@code
 * y = bound + exp(x)   or   y = bound - exp(x)      log |dy/dx| = x
 * }</pre>
 *
 * @param isUpper whether values lie below the bound
 */
public record BoundBijector(Tensor bound, boolean isUpper) implements Bijector {
  @Override
  public int eventRank() {
    return 0;
  }

  @Override
  public Tensor forward(Tensor x) {
    Tensor distance = Domain.positiveExp(x);
    return isUpper ? bound.sub(distance) : bound.add(distance);
  }

  @Override
  public Tensor inverse(Tensor y) {
    return (isUpper ? bound.sub(y) : y.sub(bound)).log();
  }

  @Override
  public Tensor logDeterminant(Tensor x, Tensor y) {
    return x.add(bound.mul(0));
  }
}
