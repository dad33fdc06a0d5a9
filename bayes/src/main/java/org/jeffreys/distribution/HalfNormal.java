package org.jeffreys.distribution;

import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * The half-normal distribution: the absolute value of a normal one around 0.
 *
 * <pre>{@code
 * log p(x) = log(2 / π) / 2 - log scale - (x / scale)² / 2      x >= 0
 * }</pre>
 *
 * @param scale greater than 0
 */
public record HalfNormal(Tensor scale) implements Distribution {
  /** With numbers for parameters, in float64. */
  public static HalfNormal of(double scale) {
    return new HalfNormal(Parameters.number(scale));
  }

  private static final double LOG_ROOT_TWO_OVER_PI = 0.5 * Math.log(2 / Math.PI);

  @Override
  public Shape batchShape() {
    return Parameters.broadcast(scale);
  }

  @Override
  public Support support() {
    return Supports.NON_NEGATIVE;
  }

  @Override
  public Tensor logProb(Tensor value) {
    return Domain.density(Domain.nonNegative(value), value, 1, this::logProbInside);
  }

  @Override
  public Tensor logProbInside(Tensor x) {
    return x.div(scale).square().mul(-0.5).sub(scale.log()).add(LOG_ROOT_TWO_OVER_PI);
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    return rng.normal(scale.dtype(), shape.toArray()).abs().mul(scale);
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
