package org.jeffreys.distribution;

import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * The skew normal distribution.
 *
 * <pre>{@code
 * log p(x) = log 2 + log φ(z) + log Φ(α z) - log scale      z = (x - loc) / scale
 * }</pre>
 *
 * @param loc μ
 * @param scale greater than 0
 * @param skewness α, the slope; 0 is the normal distribution, more leans to the right
 * @source Azzalini (1985), Scandinavian Journal of Statistics 12
 */
public record SkewNormal(Tensor loc, Tensor scale, Tensor skewness) implements Distribution {
  /** With numbers for parameters, in float64. */
  public static SkewNormal of(double loc, double scale, double skewness) {
    return new SkewNormal(
        Parameters.number(loc), Parameters.number(scale), Parameters.number(skewness));
  }

  private static final double LOG_TWO = Math.log(2);

  @Override
  public Shape batchShape() {
    return Parameters.broadcast(loc, scale, skewness);
  }

  @Override
  public Support support() {
    return Supports.REAL;
  }

  @Override
  public Tensor logProb(Tensor value) {
    Tensor standard = value.sub(loc).div(scale);
    Tensor side = Special.logNormalCdf(standard.mul(skewness));
    return new Normal(loc, scale).logProb(value).add(side).add(LOG_TWO);
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    Tensor length = skewness.square().add(1).sqrt();
    Tensor shared = rng.normal(loc.dtype(), shape.toArray()).abs().mul(skewness);
    Tensor own = rng.normal(loc.dtype(), shape.toArray());
    return shared.add(own).div(length).mul(scale).add(loc);
  }

  @Override
  public boolean isReparameterised() {
    return true;
  }

  @Override
  public void check() {
    Parameters.finite("loc", loc);
    Parameters.positive("scale", scale);
    Parameters.finite("skewness", skewness);
  }
}
