package org.jeffreys.distribution;

import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * The gamma distribution.
 *
 * <pre>{@code
 * log p(x) = α log rate - log Γ(α) + (α - 1) log x - rate x      x > 0
 * }</pre>
 *
 * <p>Draws have implicit gradients in the concentration, see {@link GammaDraws}.
 *
 * @param concentration α, greater than 0
 * @param rate greater than 0
 */
public record Gamma(Tensor concentration, Tensor rate) implements Distribution {
  /** With numbers for parameters, in float64. */
  public static Gamma of(double concentration, double rate) {
    return new Gamma(Parameters.number(concentration), Parameters.number(rate));
  }

  @Override
  public Shape batchShape() {
    return Parameters.broadcast(concentration, rate);
  }

  @Override
  public Support support() {
    return Supports.POSITIVE;
  }

  @Override
  public Tensor logProb(Tensor value) {
    return Domain.density(Domain.positive(value), value, 1, this::logProbInside);
  }

  @Override
  public Tensor logProbInside(Tensor x) {
    Tensor powers = concentration.sub(1).mul(x.log()).add(concentration.mul(rate.log()));
    return powers.sub(x.mul(rate)).sub(Special.logGamma(concentration));
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    return Domain.positiveExp(GammaDraws.log(rng, concentration, shape).sub(rate.log()));
  }

  @Override
  public boolean isReparameterised() {
    return true;
  }

  @Override
  public void check() {
    Parameters.positive("concentration", concentration);
    Parameters.positive("rate", rate);
  }
}
