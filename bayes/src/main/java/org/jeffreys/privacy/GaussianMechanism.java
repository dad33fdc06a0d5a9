package org.jeffreys.privacy;

import org.jeffreys.core.Check;
import org.jeffreys.core.StandardNormal;

/**
 * The Gaussian mechanism without subsampling, exactly: its loss is N(μ²/2, μ²) with μ = 1/σ.
 *
 * <pre>{@code
 * δ(ε) = Φ(μ/2 - ε/μ) - e^ε Φ(-μ/2 - ε/μ)
 * }</pre>
 *
 * <p>T adaptive steps with noise multipliers σ_t are one step with 1/σ² = Σ 1/σ_t².
 *
 * @param noiseMultiplier σ &gt;= 0; zero has no finite epsilon, infinity no loss
 * @source Balle and Wang (2018), ICML, theorem 8; Dong, Roth and Su (2022), JRSS B, corollary 2.13
 */
public record GaussianMechanism(double noiseMultiplier) {
  public GaussianMechanism {
    Check.require(noiseMultiplier >= 0, "noiseMultiplier", "a value >= 0", noiseMultiplier);
  }

  /** The tight delta of an epsilon &gt;= 0. */
  public double delta(double epsilon) {
    Check.require(epsilon >= 0, "epsilon", "a value >= 0", epsilon);
    double mu = 1 / noiseMultiplier;
    if (mu == 0 || epsilon == Double.POSITIVE_INFINITY) {
      return mu == Double.POSITIVE_INFINITY ? 1 : 0;
    }
    if (mu == Double.POSITIVE_INFINITY) {
      return 1;
    }
    double near = epsilon * noiseMultiplier - mu / 2;
    double far = epsilon * noiseMultiplier + mu / 2;
    // φ(near) = e^ε φ(far), so no exponential of ε is ever formed.
    double density = StandardNormal.density(near);
    return near >= 0
        ? density * (StandardNormal.mills(near) - StandardNormal.mills(far))
        : StandardNormal.cdf(-near) - density * StandardNormal.mills(far);
  }

  /**
   * The tight epsilon of a delta in (0, 1): the least epsilon with δ(ε) &lt;= delta, rounded up.
   */
  public double epsilon(double delta) {
    Check.openUnit(delta, "delta");
    double mu = 1 / noiseMultiplier;
    double low = 0;
    double high = 0.5 * mu * mu + mu * Math.sqrt(-2 * Math.log(delta));
    if (high == Double.POSITIVE_INFINITY || delta(0) <= delta) {
      return high == Double.POSITIVE_INFINITY ? high : 0;
    }
    while (high - low > 1e-14 * high) {
      double middle = 0.5 * (low + high);
      if (delta(middle) > delta) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }
}
