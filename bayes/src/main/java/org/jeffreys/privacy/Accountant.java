package org.jeffreys.privacy;

import java.util.List;
import org.jeffreys.core.Check;

/**
 * A guaranteed upper bound on the privacy loss of composed mechanisms.
 *
 * <p>Adjacency is adding or removing one example. An approximation that may lie below the truth is
 * not an accountant.
 */
public interface Accountant {

  /** The name in settings and reports, such as {@code rdp}. */
  String name();

  /**
   * An epsilon for which the composition is (epsilon, delta)-differentially private.
   *
   * @param delta in (0, 1)
   * @param mechanisms what is released, adaptively and in any order; empty costs 0
   * @return epsilon &gt;= 0, never NaN; infinite if a mechanism that releases data has no noise
   * @throws IllegalArgumentException if delta is not in (0, 1)
   */
  double epsilon(double delta, List<SampledGaussian> mechanisms);

  /** As {@link #epsilon(double, List)}, for one mechanism. */
  default double epsilon(double delta, SampledGaussian mechanism) {
    return epsilon(delta, List.of(mechanism));
  }

  /**
   * The smallest noise multiplier, up to a relative 1e-6, for which this accountant certifies the
   * epsilon. What it returns satisfies the target; it errs upwards.
   *
   * @param epsilon the target, &gt; 0
   * @param delta in (0, 1)
   * @param samplingRate q in (0, 1]
   * @param steps at least 1
   * @throws IllegalArgumentException if an argument is out of range or no noise multiplier reaches
   *     the target with this accountant
   */
  default double noiseMultiplier(double epsilon, double delta, double samplingRate, long steps) {
    return NoiseSearch.smallest(
        this, epsilon, delta, samplingRate, Check.atLeast(steps, 1L, "steps"));
  }
}
