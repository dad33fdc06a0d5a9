package org.jeffreys.diagnostic;

import org.jeffreys.core.Check;

/**
 * Effective sample size: the number of independent draws that would estimate as well.
 *
 * <pre>{@code
 * ESS = S / τ      τ = 1 + 2 Σₜ ρₜ      ρₜ = 1 - (W - γₜ) / var⁺
 * }</pre>
 *
 * over split chains, S draws in all; γₜ is the autocovariance at lag t, W the mean of the chains'
 * variances and var⁺ = γ₀ + the variance of their means, so that chains that disagree count for
 * little. The sum is cut by Geyer's initial monotone positive sequence; τ is at least 1 / log₁₀ S.
 *
 * <p>All are NaN where nothing can be said: a draw is not finite, all draws are equal, or a chain
 * has fewer than 6. A chain of 6 to 11 draws is too short for a sequence, and the size is S / 2.
 * These are the numbers of the R package posterior, but for constancy, which there has a tolerance,
 * and for chains that alternate so strictly that the sequence is empty, which here have the
 * greatest size.
 *
 * @source Vehtari, Gelman, Simpson, Carpenter and Bürkner (2021), Bayesian Analysis 16, section 3.2
 * @source Geyer (1992), Practical Markov chain Monte Carlo, Statistical Science 7, section 3.3
 */
public final class EffectiveSampleSize {
  private EffectiveSampleSize() {}

  /** That of the rank-normalised draws: how well the bulk of the distribution is known. */
  public static double bulk(double[][] draws) {
    double[][] split = Chains.split(Chains.check(draws));
    return Chains.areDegenerate(draws) || Chains.areDegenerate(split)
        ? Double.NaN
        : ofSplit(RankNormalisation.of(split));
  }

  /** The lesser of those of the quantiles 0.05 and 0.95: how well the tails are known. */
  public static double tail(double[][] draws) {
    return tail(draws, Chains.sorted(Chains.check(draws)));
  }

  static double tail(double[][] draws, double[] sorted) {
    return Math.min(quantile(draws, sorted, 0.05), quantile(draws, sorted, 0.95));
  }

  /** That of the mean. */
  public static double mean(double[][] draws) {
    return ofSplit(Chains.split(Chains.check(draws)));
  }

  /** That of the standard deviation: of the distances to the mean. */
  public static double standardDeviation(double[][] draws) {
    double mean = Chains.mean(Chains.check(draws));
    return mean(Chains.map(draws, draw -> Math.abs(draw - mean)));
  }

  /**
   * That of a quantile: of the indicator that a draw is not above it.
   *
   * @param p a probability in (0, 1)
   */
  public static double quantile(double[][] draws, double p) {
    Check.openUnit(p, "p");
    return quantile(draws, Chains.sorted(Chains.check(draws)), p);
  }

  static double quantile(double[][] draws, double[] sorted, double p) {
    if (Chains.areDegenerate(draws)) {
      return Double.NaN;
    }
    double quantile = Chains.quantile(sorted, p);
    return mean(Chains.map(draws, draw -> draw <= quantile ? 1 : 0));
  }

  static double ofSplit(double[][] chains) {
    int length = chains[0].length;
    if (length < 3 || Chains.areDegenerate(chains)) {
      return Double.NaN;
    }
    double size = (double) chains.length * length;
    double time = length < 6 ? 2 : autocorrelationTime(chains);
    return size / Math.max(time, 1 / Math.log10(size));
  }

  /** τ; the lags come in pairs, since the sums of pairs fall monotonically and stay positive. */
  private static double autocorrelationTime(double[][] chains) {
    int length = chains[0].length;
    var covariance = new Autocovariance(chains);
    double biased = covariance.at(0);
    double total = biased + Chains.variance(Chains.means(chains));
    double within = biased * length / (length - 1.0);
    double lastPair = 2 - (within - covariance.at(1)) / total;
    if (!(lastPair > 0)) {
      return 0;
    }
    double sum = lastPair;
    for (int lag = 2; ; lag += 2) {
      double even = 1 - (within - covariance.at(lag)) / total;
      double pair = even + 1 - (within - covariance.at(lag + 1)) / total;
      if (lag >= length - 5 || !(pair > 0)) {
        return -1 + 2 * sum + (pair >= 0 ? even : Math.max(even, 0));
      }
      lastPair = Math.min(lastPair, pair);
      sum += lastPair;
    }
  }
}
