package org.jeffreys.distribution;

import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * The Cauchy distribution.
 *
 * <pre>{@code
 * log p(x) = -log π - log scale - log(1 + ((x - loc) / scale)²)
 * }</pre>
 *
 * @param loc μ
 * @param scale greater than 0
 */
public record Cauchy(Tensor loc, Tensor scale) implements LocationScale {
  /** With numbers for parameters, in float64. */
  public static Cauchy of(double loc, double scale) {
    return new Cauchy(Parameters.number(loc), Parameters.number(scale));
  }

  private static final double LOG_PI = Math.log(Math.PI);

  /** With a number for the scale. */
  public static Cauchy of(Tensor loc, double scale) {
    return new Cauchy(loc, Tensor.full(loc.dtype(), scale));
  }

  @Override
  public Shape batchShape() {
    return Parameters.broadcast(loc, scale);
  }

  @Override
  public Support support() {
    return Supports.REAL;
  }

  @Override
  public Tensor logProb(Tensor value) {
    Tensor standard = value.sub(loc).div(scale);
    return LogFunctions.onePlusSquare(standard).neg().sub(scale.log()).sub(LOG_PI);
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    Tensor standard =
        Noise.uniform(
            rng,
            loc.dtype(),
            shape,
            u -> {
              Tensor angle = u.mul(Math.PI);
              return Special.cos(angle).div(Special.sin(angle));
            });
    return standard.mul(scale).add(loc);
  }

  @Override
  public Distribution standard() {
    Tensor none = Tensor.zeros(loc.dtype(), batchShape().toArray());
    return new Cauchy(none, Tensor.ones(loc.dtype()));
  }

  @Override
  public boolean isReparameterised() {
    return true;
  }

  @Override
  public void check() {
    Parameters.finite("loc", loc);
    Parameters.positive("scale", scale);
  }
}
