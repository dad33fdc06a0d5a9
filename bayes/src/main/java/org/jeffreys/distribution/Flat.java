package org.jeffreys.distribution;

import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * The improper distribution of density 1 on a support. It has no draws; what stands for them, so
 * that programs with it can be run, is uniform on (-2, 2) before the bijector.
 *
 * @param support of numbers or of larger events
 * @param eventShape of one value
 */
public record Flat(Support support, Shape eventShape) implements Distribution {
  /** All real numbers. */
  public static Flat real() {
    return new Flat(Supports.REAL, Shape.of());
  }

  /** Numbers on a support. */
  public static Flat on(Support support) {
    return new Flat(support, Shape.of());
  }

  @Override
  public Shape batchShape() {
    return Shape.of();
  }

  @Override
  public Tensor logProb(Tensor value) {
    Tensor zero = Tensor.zeros(value.dtype(), value.shape());
    return Independent.lastSummed(zero, eventShape.rank());
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    Bijector bijector = support.toAllReals();
    Shape event = bijector.inverseShape(eventShape);
    long[] outer = shape.toArray();
    Tensor uniform = rng.uniform(DType.FLOAT64, event.prepend(outer).toArray());
    return bijector.forward(uniform.mul(4).sub(2));
  }

  @Override
  public boolean isReparameterised() {
    return false;
  }

  @Override
  public void check() {
    support.toAllReals();
  }
}
