package org.jeffreys.distribution;

import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * The inverse gamma distribution: of 1/x for a gamma distributed x.
 *
 * <pre>{@code
 * log p(x) = α log scale - log Γ(α) - (α + 1) log x - scale / x      x > 0
 * }</pre>
 *
 * @param concentration α, greater than 0
 * @param scale greater than 0
 */
public record InverseGamma(Tensor concentration, Tensor scale) implements Distribution {
  /** With numbers for parameters, in float64. */
  public static InverseGamma of(double concentration, double scale) {
    return new InverseGamma(Parameters.number(concentration), Parameters.number(scale));
  }

  @Override
  public Shape batchShape() {
    return Parameters.broadcast(concentration, scale);
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
    Tensor powers = concentration.mul(scale.log()).sub(concentration.add(1).mul(x.log()));
    return powers.sub(scale.div(x)).sub(Special.logGamma(concentration));
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    return Domain.positiveExp(scale.log().sub(GammaDraws.log(rng, concentration, shape)));
  }

  @Override
  public boolean isReparameterised() {
    return true;
  }

  @Override
  public void check() {
    Parameters.positive("concentration", concentration);
    Parameters.positive("scale", scale);
  }
}
