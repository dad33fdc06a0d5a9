package org.jeffreys.distribution;

import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * A point: the probability of its value is 1.
 *
 * <p>It has no density over real numbers, so that its support has no bijector.
 *
 * @param point the only value
 */
public record Delta(Tensor point) implements Distribution {
  /** With a number for the value, in float64. */
  public static Delta of(double point) {
    return new Delta(Parameters.number(point));
  }

  @Override
  public Shape batchShape() {
    return Parameters.broadcast(point);
  }

  @Override
  public Support support() {
    return Supports.discrete("the value of point", x -> x.eq(point));
  }

  @Override
  public Tensor logProb(Tensor value) {
    return Domain.density(value.eq(point), value, 0, x -> x.mul(0));
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    return point.expand(shape.toArray());
  }

  @Override
  public boolean isReparameterised() {
    return true;
  }

  @Override
  public void check() {
    Parameters.finite("point", point);
  }
}
