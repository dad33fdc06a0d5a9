package org.jeffreys.distribution;

import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * The Laplace distribution.
 *
 * <pre>{@code
 * log p(x) = -|x - loc| / scale - log(2 scale)
 * }</pre>
 *
 * @param loc μ
 * @param scale greater than 0
 */
public record Laplace(Tensor loc, Tensor scale) implements LocationScale {
  /** With numbers for parameters, in float64. */
  public static Laplace of(double loc, double scale) {
    return new Laplace(Parameters.number(loc), Parameters.number(scale));
  }

  /** With a number for the scale. */
  public static Laplace of(Tensor loc, double scale) {
    return new Laplace(loc, Tensor.full(loc.dtype(), scale));
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
    return value.sub(loc).abs().div(scale).add(scale.mul(2).log()).neg();
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    Tensor noise = Noise.exponential(rng, loc.dtype(), shape);
    Tensor other = Noise.exponential(rng, loc.dtype(), shape);
    return noise.sub(other).mul(scale).add(loc);
  }

  @Override
  public Distribution standard() {
    Tensor none = Tensor.zeros(loc.dtype(), batchShape().toArray());
    return new Laplace(none, Tensor.ones(loc.dtype()));
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
