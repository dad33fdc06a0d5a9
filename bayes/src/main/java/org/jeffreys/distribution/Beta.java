package org.jeffreys.distribution;

import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * The beta distribution.
 *
 * <pre>{@code
 * log p(x) = (a - 1) log x + (b - 1) log(1 - x) - log B(a, b)      0 < x < 1
 * }</pre>
 *
 * <p>Draws are ratios of gamma distributed ones, and have their implicit gradients.
 *
 * @param concentration1 a, greater than 0: the weight of 1
 * @param concentration0 b, greater than 0: the weight of 0
 */
public record Beta(Tensor concentration1, Tensor concentration0) implements Distribution {
  /** With numbers for parameters, in float64. */
  public static Beta of(double concentration1, double concentration0) {
    return new Beta(Parameters.number(concentration1), Parameters.number(concentration0));
  }

  @Override
  public Shape batchShape() {
    return Parameters.broadcast(concentration1, concentration0);
  }

  @Override
  public Support support() {
    return Supports.UNIT;
  }

  @Override
  public Tensor logProb(Tensor value) {
    return Domain.density(Domain.openUnit(value), value, 0.5, this::logProbInside);
  }

  @Override
  public Tensor logProbInside(Tensor x) {
    Tensor ones = concentration1.sub(1).mul(x.log());
    Tensor zeros = concentration0.sub(1).mul(Special.log1p(x.neg()));
    return ones.add(zeros).sub(LogFunctions.beta(concentration1, concentration0));
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    Tensor logOdds =
        GammaDraws.log(rng, concentration1, shape).sub(GammaDraws.log(rng, concentration0, shape));
    return new SigmoidBijector().forward(logOdds);
  }

  @Override
  public boolean isReparameterised() {
    return true;
  }

  @Override
  public void check() {
    Parameters.positive("concentration1", concentration1);
    Parameters.positive("concentration0", concentration0);
  }
}
