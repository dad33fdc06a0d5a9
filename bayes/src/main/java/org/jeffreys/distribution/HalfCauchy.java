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
    return Supports.NON_NEGATIVE;
  }

  @Override
  public Tensor logProb(Tensor value) {
    return Domain.density(Domain.nonNegative(value), value, 1, this::formula);
  }

  private Tensor formula(Tensor x) {
    Tensor inside = LogFunctions.onePlusSquare(x.div(scale));
    return inside.add(scale.log()).neg().add(LOG_TWO_OVER_PI);
  }

  /** The square overflows above 10¹⁵⁴ scales. */
  @Override
  public Tensor logProbInside(Tensor value) {
    Tensor inside = Special.log1p(value.div(scale).square());
    return scale.log().neg().add(LOG_TWO_OVER_PI).sub(inside);
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    Tensor standard =
        Noise.uniform(
            rng,
            scale.dtype(),
            shape,
            u -> {
              Tensor angle = u.mul(Math.PI / 2);
              return Special.cos(angle).div(Special.sin(angle));
            });
    return standard.mul(scale);
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
