package org.jeffreys.diagnostic;

import java.util.random.RandomGenerator;

/**
 * Stationary AR(1) chains of unit variance, whose effective sample size is known.
 *
 * <pre>{@code
 * x' = ρ x + sqrt(1 - ρ²) N(0, 1)      ESS of the mean = S (1 - ρ) / (1 + ρ)
 * }</pre>
 */
public final class Autoregression {
  private Autoregression() {}

  /** Chains as [chain][sample]. */
  public static double[][] chains(
      double correlation, int numChains, int numSamples, RandomGenerator rng) {
    double[][] chains = new double[numChains][numSamples];
    double scale = Math.sqrt(1 - correlation * correlation);
    for (double[] chain : chains) {
      double x = rng.nextGaussian();
      for (int s = 0; s < numSamples; s++) {
        chain[s] = x;
        x = correlation * x + scale * rng.nextGaussian();
      }
    }
    return chains;
  }
}
