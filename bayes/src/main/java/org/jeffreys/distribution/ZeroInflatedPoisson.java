package org.jeffreys.distribution;

import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * A Poisson distribution with more zeros.
 *
 * <pre>{@code
 * p(k) = gate [k = 0] + (1 - gate) Poisson(k; rate)
 * }</pre>
 *
 * @param gate the probability of an extra zero, in (0, 1)
 * @param rate greater than 0
 */
public record ZeroInflatedPoisson(Tensor gate, Tensor rate) implements Distribution {
  /** With numbers for parameters, in float64. */
  public static ZeroInflatedPoisson of(double gate, double rate) {
    return new ZeroInflatedPoisson(Parameters.number(gate), Parameters.number(rate));
  }

  @Override
  public Shape batchShape() {
    return Parameters.broadcast(gate, rate);
  }

  @Override
  public Support support() {
    return Supports.COUNT;
  }

  @Override
  public Tensor logProb(Tensor value) {
    return ZeroInflation.logProb(gate, new Poisson(rate), value);
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    return ZeroInflation.sample(rng, gate, new Poisson(rate), shape);
  }

  @Override
  public boolean isReparameterised() {
    return false;
  }

  @Override
  public void check() {
    Parameters.openUnit("gate", gate);
    Parameters.positive("rate", rate);
  }
}
