package org.jeffreys.distribution;

import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Special;
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
  private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

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
    Tensor standard = value.sub(loc).div(scale);
    Tensor peak = scale.log().neg().add(-HALF_LOG_TWO_PI);
    return Special.addProduct(peak, standard, standard, -0.5);
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
