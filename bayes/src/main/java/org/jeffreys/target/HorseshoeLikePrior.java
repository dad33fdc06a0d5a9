package org.jeffreys.target;

import org.jeffreys.core.Check;
import org.jeffreys.nn.ParameterLayout;
import org.jeffreys.nn.ParameterSpec;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * Independent horseshoe-like distributions: a peak at 0 for parameters that are not needed, and
 * tails of a Cauchy distribution for those that are. Unlike the horseshoe's, its density is closed;
 * unlike that of Bhadra et al., which is the limit of a = 0 and infinite at 0, it is bounded, as
 * chains and maxima need it.
 *
 * <pre>{@code
 * p(z) = log((1 + z²) / (a² + z²)) / (2π (1 - a))      z = (θ - loc) / τ      a = core
 * z = s c, s ~ U(a, 1), c ~ Cauchy
 * }</pre>
 *
 * @param core a, in (0, 1): within a τ of 0 parameters are as good as 0
 * @param scales τ of each array
 * @source Bhadra, Datta, Polson and Willard (2019), The horseshoe-like regularization for feature
 *     subset selection, Sankhya B, arXiv 1702.07400, eq. 2, with τ² standing for their a; the core
 *     is ours
 */
public record HorseshoeLikePrior(double core, ArrayScales scales) implements Prior {
  /** What is usual where nothing is known. */
  private static final double USUAL = 0.01;

  /** Checks the core. */
  public HorseshoeLikePrior {
    Check.openUnit(core, "core");
  }

  /** With a core of a hundredth. */
  public HorseshoeLikePrior(ArrayScales scales) {
    this(USUAL, scales);
  }

  @Override
  public double scaleOf(ParameterSpec spec) {
    return new Density(core).width() * scales.of(spec);
  }

  @Override
  public BoundPrior bind(ParameterLayout layout, Likelihood likelihood, DType dtype) {
    return IndependentPrior.bind(new Density(core), scales, layout, likelihood, dtype);
  }

  private record Density(double core) implements SymmetricDensity {
    /** {@code (1 - a²) / (a² + z²)}, whose log1p is the logarithm above. */
    private Tensor excess(Tensor z) {
      return Special.reciprocal(z.square().add(core * core)).mul(1 - core * core);
    }

    @Override
    public Tensor logProb(Tensor z) {
      return Special.log1p(excess(z)).log().sub(Math.log(2 * Math.PI * (1 - core)));
    }

    /** {@code -2 z e / ((1 + z²) log(1 + e))}, e the {@link #excess}. */
    @Override
    public Tensor gradient(Tensor z) {
      Tensor excess = excess(z);
      Tensor relative = excess.div(Special.log1p(excess));
      return relative.mul(z).div(z.square().add(1)).mul(-2);
    }

    @Override
    public double cdf(double z) {
      double logarithm = Math.log1p((1 - core * core) / (core * core + z * z));
      double area = Math.atan(z) - core * Math.atan(z / core) + z / 2 * logarithm;
      return 0.5 + area / (Math.PI * (1 - core));
    }

    @Override
    public Tensor sample(DType dtype, int draws, int count, Rng rng) {
      Tensor scale = rng.uniform(dtype, draws, count).mul(1 - core).add(core);
      Tensor angle = rng.uniform(dtype, draws, count).sub(0.5).mul(Math.PI);
      return scale.mul(Special.sin(angle)).div(Special.cos(angle));
    }
  }
}
