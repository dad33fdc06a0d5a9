package org.jeffreys.distribution;

import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * The normal distribution.
 *
 * <pre>{@code
 * log p(x) = -((x - loc) / scale)² / 2 - log scale - log(2π) / 2
 * }</pre>
 *
 * @param loc μ
 * @param scale σ, greater than 0
 */
public record Normal(Tensor loc, Tensor scale) implements LocationScale {
  private static final double ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

  /** With numbers for parameters, in float64. */
  public static Normal of(double loc, double scale) {
    return new Normal(Parameters.number(loc), Parameters.number(scale));
  }

  /** With a number for the scale. */
  public static Normal of(Tensor loc, double scale) {
    return new Normal(loc, Tensor.full(loc.dtype(), scale));
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
    // Few operations on what is differentiated, for each costs as much as a thousand numbers.
    Tensor width = scale.mul(ROOT_TWO_PI);
    return width.log().neg().add(value.sub(loc).div(width).square(), -Math.PI);
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    DType dtype = loc.dtype();
    return rng.normal(dtype, shape.toArray()).mul(scale).add(loc);
  }

  @Override
  public Distribution standard() {
    Tensor none = Tensor.zeros(loc.dtype(), batchShape().toArray());
    return new Normal(none, Tensor.ones(loc.dtype()));
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
