package org.jeffreys.distribution;

import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * The log-normal distribution: of e^x for a normal x.
 *
 * <pre>{@code
 * log p(x) = -((log x - loc) / scale)² / 2 - log x - log scale - log(2π) / 2      x > 0
 * }</pre>
 *
 * @param loc the mean of log x
 * @param scale the standard deviation of log x, greater than 0
 */
public record LogNormal(Tensor loc, Tensor scale) implements Distribution {
  /** With numbers for parameters, in float64. */
  public static LogNormal of(double loc, double scale) {
    return new LogNormal(Parameters.number(loc), Parameters.number(scale));
  }

  /** With a number for the scale. */
  public static LogNormal of(Tensor loc, double scale) {
    return new LogNormal(loc, Tensor.full(loc.dtype(), scale));
  }

  @Override
  public Shape batchShape() {
    return Parameters.broadcast(loc, scale);
  }

  @Override
  public Support support() {
    return Supports.POSITIVE;
  }

  @Override
  public Tensor logProb(Tensor value) {
    Normal normal = new Normal(loc, scale);
    return Domain.density(
        Domain.positive(value),
        value,
        1,
        x -> {
          Tensor log = x.log();
          return normal.logProb(log).sub(log);
        });
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    return new Normal(loc, scale).sample(rng, shape).exp();
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
