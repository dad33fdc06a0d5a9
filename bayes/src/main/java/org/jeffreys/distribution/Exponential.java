package org.jeffreys.distribution;

import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * The exponential distribution.
 *
 * <pre>{@code
 * log p(x) = log rate - rate x      x >= 0
 * }</pre>
 *
 * @param rate the inverse of the mean, greater than 0
 */
public record Exponential(Tensor rate) implements Distribution {
  /** With numbers for parameters, in float64. */
  public static Exponential of(double rate) {
    return new Exponential(Parameters.number(rate));
  }

  @Override
  public Shape batchShape() {
    return Parameters.broadcast(rate);
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
    return rate.log().sub(x.mul(rate));
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    return Noise.exponential(rng, rate.dtype(), shape).div(rate);
  }

  @Override
  public boolean isReparameterised() {
    return true;
  }

  @Override
  public void check() {
    Parameters.positive("rate", rate);
  }
}
