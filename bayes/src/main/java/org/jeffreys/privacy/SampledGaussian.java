package org.jeffreys.privacy;

import java.util.List;
import org.jeffreys.core.Check;

/**
 * Steps of the Poisson-subsampled Gaussian mechanism.
 *
 * <pre>{@code
 * release_t = Σ_{i in batch_t} clip(g_i, C) + N(0, (σ C)² I)
 * i is in batch_t with probability q, independently of all else
 * }</pre>
 *
 * <p>A list of them, in any order, is a run or several runs: privacy losses add up. The mechanism
 * releases nothing, and costs nothing, if q or the number of steps is zero; with σ = 0 it has no
 * finite epsilon.
 *
 * @param noiseMultiplier σ, the standard deviation of the noise over the sensitivity C, &gt;= 0
 * @param samplingRate q in [0, 1], the probability of an example to be in a batch; 1 is the plain
 *     Gaussian mechanism
 * @param steps the number of releases, &gt;= 0
 * @source Abadi et al. (2016), CCS, algorithm 1
 */
public record SampledGaussian(double noiseMultiplier, double samplingRate, long steps) {
  public SampledGaussian {
    Check.nonNegative(noiseMultiplier, "noiseMultiplier");
    Check.unit(samplingRate, "samplingRate");
    Check.atLeast(steps, 0L, "steps");
  }

  /** One or more steps of the Gaussian mechanism on all data: q = 1. */
  public static SampledGaussian unsubsampled(double noiseMultiplier, long steps) {
    return new SampledGaussian(noiseMultiplier, 1, steps);
  }

  /** The same mechanism with another number of steps. */
  public SampledGaussian withSteps(long steps) {
    return new SampledGaussian(noiseMultiplier, samplingRate, steps);
  }

  /** Whether an example can have any influence on what is released. */
  public boolean releasesData() {
    return steps > 0 && samplingRate > 0;
  }

  static List<SampledGaussian> releasing(List<SampledGaussian> mechanisms) {
    return mechanisms.stream().filter(SampledGaussian::releasesData).toList();
  }

  static boolean anyNoiseless(List<SampledGaussian> mechanisms) {
    return mechanisms.stream().anyMatch(each -> each.noiseMultiplier() == 0);
  }
}
