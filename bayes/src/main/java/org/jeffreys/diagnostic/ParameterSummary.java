package org.jeffreys.diagnostic;

/**
 * What the draws of one parameter say, and how far to trust it.
 *
 * <p>All numbers are NaN where a draw is not finite; those of a spread where there is one draw, and
 * the last four and the error where the draws cannot tell, as their own classes define it.
 *
 * @param name of the parameter
 * @param mean of all draws
 * @param sd the standard deviation of all draws
 * @param mcse the Monte Carlo standard error of the mean
 * @param q05 the quantile 0.05
 * @param q50 the median
 * @param q95 the quantile 0.95
 * @param convergence R-hat and effective sample sizes
 */
public record ParameterSummary(
    String name,
    double mean,
    double sd,
    double mcse,
    double q05,
    double q50,
    double q95,
    Convergence convergence) {

  /**
   * Of one parameter.
   *
   * @param draws [chain][sample]
   */
  public static ParameterSummary of(String name, double[][] draws) {
    Convergence convergence = Convergence.of(draws);
    double[] sorted = Chains.sorted(draws);
    double[] values = Chains.flatten(draws);
    double mean = Chains.mean(draws);
    if (!Double.isFinite(mean)) {
      double none = Double.NaN;
      return new ParameterSummary(name, none, none, none, none, none, none, convergence);
    }
    return new ParameterSummary(
        name,
        mean,
        Math.sqrt(Chains.variance(values)),
        MonteCarloError.mean(draws),
        Chains.quantile(sorted, 0.05),
        Chains.quantile(sorted, 0.5),
        Chains.quantile(sorted, 0.95),
        convergence);
  }

  /** See {@link Rhat}. */
  public double rhat() {
    return convergence.rhat();
  }

  /** See {@link EffectiveSampleSize#bulk}. */
  public double essBulk() {
    return convergence.essBulk();
  }

  /** See {@link EffectiveSampleSize#tail}. */
  public double essTail() {
    return convergence.essTail();
  }
}
