package org.jeffreys.distribution;

import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * The logistic distribution.
 *
 * <pre>{@code
 * log p(x) = log σ(z) + log σ(-z) - log scale      z = (x - loc) / scale
 * }</pre>
 *
 * @param loc μ
 * @param scale greater than 0
 */
public record Logistic(Tensor loc, Tensor scale) implements LocationScale {
  /** With numbers for parameters, in float64. */
  public static Logistic of(double loc, double scale) {
    return new Logistic(Parameters.number(loc), Parameters.number(scale));
  }

  /** With a number for the scale. */
  public static Logistic of(Tensor loc, double scale) {
    return new Logistic(loc, Tensor.full(loc.dtype(), scale));
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
    return SigmoidBijector.logSlope(value.sub(loc).div(scale)).sub(scale.log());
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    Tensor standard =
        Noise.uniform(rng, loc.dtype(), shape, u -> u.log().sub(Special.log1p(u.neg())));
    return standard.mul(scale).add(loc);
  }

  @Override
  public Distribution standard() {
    Tensor none = Tensor.zeros(loc.dtype(), batchShape().toArray());
    return new Logistic(none, Tensor.ones(loc.dtype()));
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
