package org.jeffreys.distribution;

import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * The Kumaraswamy distribution: near a beta distribution, with simpler draws.
 *
 * <pre>{@code
 * log p(x) = log a + log b + (a - 1) log x + (b - 1) log(1 - x^a)      0 < x < 1
 * }</pre>
 *
 * @param concentration1 a, greater than 0
 * @param concentration0 b, greater than 0
 * @source Kumaraswamy (1980), Journal of Hydrology 46
 */
public record Kumaraswamy(Tensor concentration1, Tensor concentration0) implements Distribution {
  /** With numbers for parameters, in float64. */
  public static Kumaraswamy of(double concentration1, double concentration0) {
    return new Kumaraswamy(Parameters.number(concentration1), Parameters.number(concentration0));
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
    Tensor power = concentration1.mul(x.log());
    Tensor rest = LogFunctions.oneMinusExp(power).mul(concentration0.sub(1));
    Tensor norm = concentration1.log().add(concentration0.log());
    return norm.add(power).sub(x.log()).add(rest);
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    DType dtype = concentration1.dtype();
    Tensor noise = Noise.exponential(rng, dtype, shape).div(concentration0);
    Tensor log = LogFunctions.oneMinusExp(noise.neg()).div(concentration1);
    return Special.clamp(log.exp(), Domain.least(dtype), Domain.belowOne(dtype));
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
