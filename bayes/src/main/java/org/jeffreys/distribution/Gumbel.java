package org.jeffreys.distribution;

import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * The Gumbel distribution: of the greatest of many.
 *
 * <pre>{@code
 * log p(x) = -z - exp(-z) - log scale      z = (x - loc) / scale
 * }</pre>
 *
 * @param loc μ
 * @param scale greater than 0
 */
public record Gumbel(Tensor loc, Tensor scale) implements LocationScale {
  /** With numbers for parameters, in float64. */
  public static Gumbel of(double loc, double scale) {
    return new Gumbel(Parameters.number(loc), Parameters.number(scale));
  }

  /** With a number for the scale. */
  public static Gumbel of(Tensor loc, double scale) {
    return new Gumbel(loc, Tensor.full(loc.dtype(), scale));
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
    Tensor negative = loc.sub(value).div(scale);
    return negative.sub(negative.exp()).sub(scale.log());
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    Tensor standard = Noise.uniform(rng, loc.dtype(), shape, u -> u.log().neg().log().neg());
    return standard.mul(scale).add(loc);
  }

  @Override
  public Distribution standard() {
    Tensor none = Tensor.zeros(loc.dtype(), batchShape().toArray());
    return new Gumbel(none, Tensor.ones(loc.dtype()));
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
