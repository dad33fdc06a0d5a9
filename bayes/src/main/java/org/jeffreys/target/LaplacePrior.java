package org.jeffreys.target;

import org.jeffreys.nn.ParameterLayout;
import org.jeffreys.nn.ParameterSpec;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * Independent Laplace distributions: most parameters near 0, some well away from it. The maximum of
 * the posterior is that of an L1 penalty.
 *
 * <pre>{@code
 * p(θ) = e^(-|θ - loc| / b) / (2 b)      b = the array's scale; the standard deviation is √2 b
 * }</pre>
 *
 * @param scales b of each array
 */
public record LaplacePrior(ArrayScales scales) implements Prior {
  private static final SymmetricDensity DENSITY = new Density();

  @Override
  public double scaleOf(ParameterSpec spec) {
    return DENSITY.width() * scales.of(spec);
  }

  @Override
  public BoundPrior bind(ParameterLayout layout, Likelihood likelihood, DType dtype) {
    return IndependentPrior.bind(DENSITY, scales, layout, likelihood, dtype);
  }

  private record Density() implements SymmetricDensity {
    @Override
    public Tensor logProb(Tensor x) {
      return x.abs().neg().sub(Math.log(2));
    }

    @Override
    public Tensor gradient(Tensor x) {
      return Special.sign(x).neg();
    }

    @Override
    public double cdf(double x) {
      return x < 0 ? Math.exp(x) / 2 : 1 - Math.exp(-x) / 2;
    }

    /** The difference of two exponential draws. */
    @Override
    public Tensor sample(DType dtype, int draws, int count, Rng rng) {
      Tensor first = Special.log1p(rng.uniform(dtype, draws, count).neg());
      return first.sub(Special.log1p(rng.uniform(dtype, draws, count).neg()));
    }
  }
}
