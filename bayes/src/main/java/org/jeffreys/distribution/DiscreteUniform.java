package org.jeffreys.distribution;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * Whole numbers that are equally likely.
 *
 * <pre>{@code
 * log p(k) = -log(high - low + 1)      k = low, …, high
 * }</pre>
 *
 * @param dtype of the values
 * @param low the least
 * @param high the greatest
 */
public record DiscreteUniform(DType dtype, long low, long high) implements Enumerable {
  /** Checks the order. */
  public DiscreteUniform {
    Check.require(low <= high, "high", "an integer >= low = " + low, high);
  }

  /** Of float64. */
  public static DiscreteUniform of(long low, long high) {
    return new DiscreteUniform(DType.FLOAT64, low, high);
  }

  @Override
  public Shape batchShape() {
    return Shape.of();
  }

  @Override
  public Support support() {
    return Supports.integers(low, high);
  }

  @Override
  public Tensor values() {
    return Tensor.range(high - low + 1).to(dtype).add((double) low);
  }

  @Override
  public Tensor logProb(Tensor value) {
    double density = -Math.log(high - low + 1.0);
    return Domain.density(
        support().contains(value), value, (double) low, k -> k.mul(0).add(density));
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    return Noise.onHeap(
        rng, dtype, shape, (stream, i) -> (double) (low + stream.nextLong(high - low + 1)));
  }

  @Override
  public boolean isReparameterised() {
    return false;
  }

  @Override
  public void check() {
    // The constructor did.
  }
}
