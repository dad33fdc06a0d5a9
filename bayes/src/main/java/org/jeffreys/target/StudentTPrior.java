package org.jeffreys.target;

import org.hipparchus.distribution.continuous.TDistribution;
import org.jeffreys.core.Check;
import org.jeffreys.nn.ParameterLayout;
import org.jeffreys.nn.ParameterSpec;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * Independent Student t distributions: weights that the data want large are hardly held back. A
 * Cauchy prior with one degree of freedom.
 *
 * <pre>{@code
 * p(θ) ∝ (1 + z² / ν)^(-(ν + 1)/2) / σ      z = (θ - loc) / σ
 * }</pre>
 *
 * @param degreesOfFreedom ν, greater than 0
 * @param scales σ of each array
 * @source Bailey (1994), Polar generation of random variates with the t-distribution, Mathematics
 *     of Computation 62 (draws)
 */
public record StudentTPrior(double degreesOfFreedom, ArrayScales scales) implements Prior {
  /** Checks the degrees of freedom. */
  public StudentTPrior {
    Check.positive(degreesOfFreedom, "degreesOfFreedom");
  }

  @Override
  public double scaleOf(ParameterSpec spec) {
    return density().width() * scales.of(spec);
  }

  @Override
  public BoundPrior bind(ParameterLayout layout, Likelihood likelihood, DType dtype) {
    return IndependentPrior.bind(density(), scales, layout, likelihood, dtype);
  }

  private SymmetricDensity density() {
    return new Density(degreesOfFreedom, new StudentTDensity(degreesOfFreedom));
  }

  private record Density(double degreesOfFreedom, StudentTDensity formula)
      implements SymmetricDensity {
    @Override
    public Tensor logProb(Tensor x) {
      return formula.logProb(x);
    }

    @Override
    public Tensor gradient(Tensor x) {
      return formula.pull(x).neg();
    }

    @Override
    public double cdf(double x) {
      return new TDistribution(degreesOfFreedom).cumulativeProbability(x);
    }

    /** {@code √(ν (u^(-2/ν) - 1)) cos(2π v)}. */
    @Override
    public Tensor sample(DType dtype, int draws, int count, Rng rng) {
      Tensor logUniform = Special.log1p(rng.uniform(dtype, draws, count).neg());
      Tensor radius =
          Special.expm1(logUniform.mul(-2 / degreesOfFreedom)).mul(degreesOfFreedom).sqrt();
      return radius.mul(Special.cos(rng.uniform(dtype, draws, count).mul(2 * Math.PI)));
    }
  }
}
