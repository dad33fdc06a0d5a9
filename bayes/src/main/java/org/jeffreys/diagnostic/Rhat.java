package org.jeffreys.diagnostic;

/**
 * Rank-normalised split R-hat: how far chains disagree; near 1 where they have mixed.
 *
 * <pre>{@code
 * R̂ = sqrt(((n - 1)/n W + B/n) / W)
 * }</pre>
 *
 * over split chains of length n, with W the mean of their variances and B/n the variance of their
 * means; the greater of R̂ of the rank-normalised draws (location) and of the rank-normalised
 * distances to the median (scale). Draws are trusted below 1.01.
 *
 * @source Vehtari, Gelman, Simpson, Carpenter and Bürkner (2021), Bayesian Analysis 16, sections
 *     3.1 and 4
 */
public final class Rhat {
  private Rhat() {}

  /**
   * R-hat of draws.
   *
   * <p>Infinite where each half chain stands still and they differ. NaN where nothing can be said:
   * a draw is not finite, all draws are equal, or a chain has fewer than 4. Where only the
   * distances to the median are all equal, it is that of the draws.
   *
   * @param draws [chain][sample]
   */
  public static double of(double[][] draws) {
    Chains.check(draws);
    double[][] split = Chains.split(draws);
    if (Chains.areDegenerate(draws) || split[0].length < 2 || Chains.areDegenerate(split)) {
      return Double.NaN;
    }
    return ofNormalised(RankNormalisation.of(split), draws, Chains.sorted(draws));
  }

  /** As {@link #of}, with the rank-normalised halves and the sorted draws at hand. */
  static double ofNormalised(double[][] normalised, double[][] draws, double[] sorted) {
    double median = Chains.quantile(sorted, 0.5);
    double[][] folded = Chains.split(Chains.map(draws, draw -> Math.abs(draw - median)));
    double bulk = basic(normalised);
    return Chains.areDegenerate(folded)
        ? bulk
        : Math.max(bulk, basic(RankNormalisation.of(folded)));
  }

  private static double basic(double[][] chains) {
    double length = chains[0].length;
    double within = 0;
    for (double[] chain : chains) {
      within += Chains.variance(chain) / chains.length;
    }
    double meansVariance = Chains.variance(Chains.means(chains));
    return Math.sqrt(meansVariance / within + (length - 1) / length);
  }
}
