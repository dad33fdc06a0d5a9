package org.jeffreys.privacy;

import java.util.List;
import org.jeffreys.core.Check;

/**
 * An APPROXIMATION to epsilon by the central limit theorem of Gaussian differential privacy: NOT A
 * BOUND. It usually lies below the truth, so it is no {@link Accountant} and the ledger does not
 * take it.
 *
 * <pre>{@code
 * μ² = Σ_t q_t² (exp(1/σ_t²) - 1),   epsilon of the Gaussian mechanism with noise multiplier 1/μ
 * }</pre>
 *
 * <p>A step with q = 1 is a Gaussian mechanism, and enters exactly as 1/σ².
 *
 * @source Bu, Dong, Long and Su (2020), HDSR 2(3), section 3.2
 */
public final class GdpAccountant {

  /** The μ of the limit; infinite if a mechanism that releases data has no noise. */
  public double approximateMu(List<SampledGaussian> mechanisms) {
    double square = 0;
    for (var each : SampledGaussian.releasing(mechanisms)) {
      double precision = 1 / each.noiseMultiplier() / each.noiseMultiplier();
      double rate = each.samplingRate();
      square += each.steps() * (rate == 1 ? precision : rate * rate * Math.expm1(precision));
    }
    return Math.sqrt(square);
  }

  /**
   * The approximate epsilon; the guarantee may be worse.
   *
   * @param delta in (0, 1)
   */
  public double approximateEpsilon(double delta, List<SampledGaussian> mechanisms) {
    Check.openUnit(delta, "delta");
    return new GaussianMechanism(1 / approximateMu(mechanisms)).epsilon(delta);
  }
}
