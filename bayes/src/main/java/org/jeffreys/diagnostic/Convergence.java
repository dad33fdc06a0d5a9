package org.jeffreys.diagnostic;

/**
 * What to read before trusting draws, each as its own class defines it.
 *
 * @param rhat see {@link Rhat}
 * @param essBulk see {@link EffectiveSampleSize#bulk}
 * @param essTail see {@link EffectiveSampleSize#tail}
 */
public record Convergence(double rhat, double essBulk, double essTail) {

  /**
   * All three at the price of little more than the first.
   *
   * @param draws [chain][sample]
   */
  public static Convergence of(double[][] draws) {
    double[][] split = Chains.split(Chains.check(draws));
    double[] sorted = Chains.sorted(draws);
    double tail = EffectiveSampleSize.tail(draws, sorted);
    if (Chains.areDegenerate(draws) || split[0].length < 2 || Chains.areDegenerate(split)) {
      return new Convergence(Double.NaN, Double.NaN, tail);
    }
    double[][] normalised = RankNormalisation.of(split);
    return new Convergence(
        Rhat.ofNormalised(normalised, draws, sorted),
        EffectiveSampleSize.ofSplit(normalised),
        tail);
  }
}
