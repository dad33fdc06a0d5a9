package org.jeffreys.distribution;

import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * A negative binomial distribution with more zeros.
 *
 * <pre>{@code
 * p(k) = gate [k = 0] + (1 - gate) NegativeBinomial(k; mean, concentration)
 * }</pre>
 *
 * @param gate the probability of an extra zero, in (0, 1)
 * @param mean μ, greater than 0
 * @param concentration φ, greater than 0
 */
public record ZeroInflatedNegativeBinomial(Tensor gate, Tensor mean, Tensor concentration)
    implements Distribution {
  /** With numbers for parameters, in float64. */
  public static ZeroInflatedNegativeBinomial of(double gate, double mean, double concentration) {
    return new ZeroInflatedNegativeBinomial(
        Parameters.number(gate), Parameters.number(mean), Parameters.number(concentration));
  }

  @Override
  public Shape batchShape() {
    return Parameters.broadcast(gate, mean, concentration);
  }

  @Override
  public Support support() {
    return Supports.COUNT;
  }

  @Override
  public Tensor logProb(Tensor value) {
    return ZeroInflation.logProb(gate, new NegativeBinomial(mean, concentration), value);
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    return ZeroInflation.sample(rng, gate, new NegativeBinomial(mean, concentration), shape);
  }

  @Override
  public boolean isReparameterised() {
    return false;
  }

  @Override
  public void check() {
    Parameters.openUnit("gate", gate);
    Parameters.positive("mean", mean);
    Parameters.positive("concentration", concentration);
  }
}
