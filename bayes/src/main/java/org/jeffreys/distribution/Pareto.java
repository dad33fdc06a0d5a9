package org.jeffreys.distribution;

import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * The Pareto distribution.
 *
 * <pre>{@code
 * log p(x) = log α + α log scale - (α + 1) log x      x >= scale
 * }</pre>
 *
 * @param scale the least value, greater than 0
 * @param concentration α, greater than 0
 */
public record Pareto(Tensor scale, Tensor concentration) implements Distribution {
  /** With numbers for parameters, in float64. */
  public static Pareto of(double scale, double concentration) {
    return new Pareto(Parameters.number(scale), Parameters.number(concentration));
  }

  @Override
  public Shape batchShape() {
    return Parameters.broadcast(scale, concentration);
  }

  @Override
  public Support support() {
    return Supports.atLeast("finite values >= scale", scale);
  }

  @Override
  public Tensor logProb(Tensor value) {
    return Domain.density(support().contains(value), value, 1, this::logProbInside);
  }

  @Override
  public Tensor logProbInside(Tensor x) {
    Tensor log = x.log();
    return concentration.log().sub(concentration.mul(log.sub(scale.log()))).sub(log);
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    Tensor log = Noise.exponential(rng, scale.dtype(), shape).div(concentration);
    return Domain.positiveExp(log).mul(scale);
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
