package org.jeffreys.distribution;

import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * The Weibull distribution.
 *
 * <pre>{@code
 * log p(x) = log(k / scale) + (k - 1) log(x / scale) - (x / scale)^k      x > 0
 * }</pre>
 *
 * @param scale greater than 0
 * @param concentration k, greater than 0
 */
public record Weibull(Tensor scale, Tensor concentration) implements Distribution {
  /** With numbers for parameters, in float64. */
  public static Weibull of(double scale, double concentration) {
    return new Weibull(Parameters.number(scale), Parameters.number(concentration));
  }

  @Override
  public Shape batchShape() {
    return Parameters.broadcast(scale, concentration);
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
    Tensor power = x.log().sub(scale.log()).mul(concentration);
    return concentration.log().add(power).sub(x.log()).sub(power.exp());
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    Tensor log = Noise.uniform(rng, scale.dtype(), shape, u -> u.log().neg().log());
    return Domain.positiveExp(log.div(concentration).add(scale.log()));
  }

  @Override
  public boolean isReparameterised() {
    return true;
  }

  @Override
  public void check() {
    Parameters.positive("scale", scale);
    Parameters.positive("concentration", concentration);
  }
}
