package org.jeffreys.distribution;

import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * The chi-squared distribution: of the sum of ν squared standard normal numbers.
 *
 * <pre>{@code
 * log p(x) = (ν/2 - 1) log x - x/2 - ν/2 log 2 - log Γ(ν/2)      x > 0
 * }</pre>
 *
 * @param degreesOfFreedom ν, greater than 0
 */
public record ChiSquared(Tensor degreesOfFreedom) implements Distribution {
  /** With numbers for parameters, in float64. */
  public static ChiSquared of(double degreesOfFreedom) {
    return new ChiSquared(Parameters.number(degreesOfFreedom));
  }

  private Gamma asGamma() {
    return new Gamma(degreesOfFreedom.mul(0.5), Tensor.full(degreesOfFreedom.dtype(), 0.5));
  }

  @Override
  public Shape batchShape() {
    return Parameters.broadcast(degreesOfFreedom);
  }

  @Override
  public Support support() {
    return Supports.POSITIVE;
  }

  @Override
  public Tensor logProb(Tensor value) {
    return asGamma().logProb(value);
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    return asGamma().sample(rng, shape);
  }

  @Override
  public boolean isReparameterised() {
    return true;
  }

  @Override
  public void check() {
    Parameters.positive("degreesOfFreedom", degreesOfFreedom);
  }
}
