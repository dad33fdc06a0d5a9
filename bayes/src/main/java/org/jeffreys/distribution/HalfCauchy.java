package org.jeffreys.distribution;

import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * The half-Cauchy distribution: the absolute value of a Cauchy one.
 *
 * <pre>{@code
 * log p(x) = log(2 / π) - log scale - log(1 + (x / scale)²)      x >= 0
 * }</pre>
 *
 * @param scale greater than 0
 */
public record HalfCauchy(Tensor scale) implements Distribution {
  private static final double LOG_TWO_OVER_PI = Math.log(2 / Math.PI);

  /** With a number for the scale, in float64. */
  public static HalfCauchy of(double scale) {
    return new HalfCauchy(Parameters.number(scale));
  }

  @Override
  public Shape batchShape() {
    return Parameters.broadcast(scale);
  }

  @Override
  public Support support() {
    return Supports.POSITIVE;
  }

  @Override
  public Tensor logProb(Tensor value) {
    Tensor inside = Special.log1p(value.div(scale).square());
    Tensor density = inside.neg().sub(scale.log()).add(LOG_TWO_OVER_PI);
    return value.lt(0).where(Tensor.full(value.dtype(), Double.NEGATIVE_INFINITY), density);
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    Tensor angle = rng.uniform(scale.dtype(), shape.toArray()).mul(Math.PI / 2);
    return Special.sin(angle).div(Special.cos(angle)).mul(scale);
  }

  @Override
  public boolean isReparameterised() {
    return true;
  }

  @Override
  public void check() {
    Parameters.positive("scale", scale);
  }
}
