package org.jeffreys.target;

import org.jeffreys.core.Check;
import org.jeffreys.core.StandardNormal;
import org.jeffreys.nn.ParameterLayout;
import org.jeffreys.nn.ParameterSpec;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * Independent mixtures of two normal distributions: a wide one, and a narrow one that holds the
 * other parameters near 0.
 *
 * <pre>{@code
 * p(θ) = π N(θ; loc, σ²) + (1 - π) N(θ; loc, (ratio σ)²)      σ = the array's scale
 * }</pre>
 *
 * @param share π, of the wide one, in (0, 1)
 * @param ratio the narrow scale over the wide one, in (0, 1)
 * @param scales σ of each array, that of the wide one
 * @source Blundell et al. (2015), Weight uncertainty in neural networks, ICML, eq. 7
 */
public record ScaleMixturePrior(double share, double ratio, ArrayScales scales) implements Prior {
  private static final double LOG_SQRT_2PI = 0.5 * Math.log(2 * Math.PI);

  /** Checks the numbers. */
  public ScaleMixturePrior {
    Check.openUnit(share, "share");
    Check.openUnit(ratio, "ratio");
  }

  @Override
  public double scaleOf(ParameterSpec spec) {
    return new Density(share, ratio).width() * scales.of(spec);
  }

  @Override
  public BoundPrior bind(ParameterLayout layout, Likelihood likelihood, DType dtype) {
    return IndependentPrior.bind(new Density(share, ratio), scales, layout, likelihood, dtype);
  }

  private record Density(double share, double ratio) implements SymmetricDensity {
    private Tensor wide(Tensor x) {
      return x.square().mul(-0.5).add(Math.log(share) - LOG_SQRT_2PI);
    }

    private Tensor narrow(Tensor x) {
      double constant = Math.log1p(-share) - Math.log(ratio) - LOG_SQRT_2PI;
      return x.square().mul(-0.5 / (ratio * ratio)).add(constant);
    }

    @Override
    public Tensor logProb(Tensor x) {
      return Special.logAddExp(wide(x), narrow(x));
    }

    /** {@code -x (w + (1 - w) / ratio²)}, w the probability that x came from the wide one. */
    @Override
    public Tensor gradient(Tensor x) {
      Tensor odds = wide(x).sub(narrow(x));
      double precision = 1 / (ratio * ratio);
      return odds.sigmoid().add(odds.neg().sigmoid().mul(precision)).mul(x).neg();
    }

    @Override
    public double cdf(double x) {
      return share * StandardNormal.cdf(x) + (1 - share) * StandardNormal.cdf(x / ratio);
    }

    @Override
    public Tensor sample(DType dtype, int draws, int count, Rng rng) {
      Tensor normal = rng.normal(dtype, draws, count);
      Tensor isWide = rng.uniform(dtype, draws, count).lt(share);
      return isWide.where(normal, normal.mul(ratio));
    }
  }
}
