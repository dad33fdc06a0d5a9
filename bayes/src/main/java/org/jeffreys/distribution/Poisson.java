package org.jeffreys.distribution;

import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * The Poisson distribution.
 *
 * <pre>{@code
 * log p(k) = k log rate - rate - log k!      k = 0, 1, 2, …
 * }</pre>
 *
 * @param rate the mean, greater than 0
 */
public record Poisson(Tensor rate) implements Distribution {
  /** With numbers for parameters, in float64. */
  public static Poisson of(double rate) {
    return new Poisson(Parameters.number(rate));
  }

  @Override
  public Shape batchShape() {
    return Parameters.broadcast(rate);
  }

  @Override
  public Support support() {
    return Supports.COUNT;
  }

  @Override
  public Tensor logProb(Tensor value) {
    return Domain.density(
        Domain.count(value),
        value,
        0,
        k -> k.mul(rate.log()).sub(rate).sub(Special.logGamma(k.add(1))));
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    double[] rates = Noise.values(rate, shape);
    return Noise.onHeap(
        rng, rate.dtype(), shape, (stream, i) -> CountDraws.poisson(stream, rates[i]));
  }

  @Override
  public boolean isReparameterised() {
    return false;
  }

  @Override
  public void check() {
    Parameters.positive("rate", rate);
  }
}
