package org.jeffreys.diagnostic;

import org.hipparchus.distribution.continuous.BetaDistribution;
import org.jeffreys.core.Check;

/**
 * Monte Carlo standard errors: how far an estimate from these draws lies from that of endless ones.
 *
 * <p>All are NaN where the {@link EffectiveSampleSize} is. These are the numbers of the R package
 * posterior.
 *
 * @source Vehtari, Gelman, Simpson, Carpenter and Bürkner (2021), Bayesian Analysis 16, section 4.4
 */
public final class MonteCarloError {
  private static final double ONE_SIGMA_BELOW = 0.1586553;

  private MonteCarloError() {}

  /** That of the mean: {@code sd / sqrt(ESS)}. */
  public static double mean(double[][] draws) {
    double size = EffectiveSampleSize.mean(draws);
    return Math.sqrt(Chains.variance(Chains.flatten(draws)) / size);
  }

  /**
   * That of the standard deviation, by the delta method from that of the variance.
   *
   * <pre>{@code
   * sqrt((m₄ - m₂²) / (4 m₂ ESS))      m₂, m₄ = central moments; ESS of the squared distances to the mean
   * }</pre>
   *
   * @source Kenney and Keeping (1951), Mathematics of Statistics, part 2, p. 141
   */
  public static double standardDeviation(double[][] draws) {
    double mean = Chains.mean(Chains.check(draws));
    double[][] squares = Chains.map(draws, draw -> (draw - mean) * (draw - mean));
    double second = Chains.mean(squares);
    double fourth = Chains.mean(Chains.map(squares, square -> square * square));
    double size = EffectiveSampleSize.mean(squares);
    return Math.sqrt((fourth - second * second) / (4 * second * size));
  }

  /**
   * That of a quantile: half the width of the order statistics that hold it with the probability of
   * one standard deviation.
   *
   * @param p a probability in (0, 1)
   */
  public static double quantile(double[][] draws, double p) {
    Check.openUnit(p, "p");
    double[] sorted = Chains.sorted(Chains.check(draws));
    double size = EffectiveSampleSize.quantile(draws, sorted, p);
    if (Double.isNaN(size)) {
      return Double.NaN;
    }
    var band = band(p, size);
    int lower = (int) Math.max(Math.floor(band.lower() * sorted.length), 1);
    int upper = (int) Math.min(Math.ceil(band.upper() * sorted.length), sorted.length);
    return (sorted[upper - 1] - sorted[lower - 1]) / 2;
  }

  /**
   * The levels between which the quantile p lies with the probability of one standard deviation,
   * when estimated from {@code size} independent draws: quantiles of Beta(size p + 1, size (1 - p)
   * + 1).
   */
  public static Band band(double p, double size) {
    Check.openUnit(p, "p");
    Check.positive(size, "size");
    var beta = new BetaDistribution(size * p + 1, size * (1 - p) + 1);
    return new Band(
        beta.inverseCumulativeProbability(ONE_SIGMA_BELOW),
        beta.inverseCumulativeProbability(1 - ONE_SIGMA_BELOW));
  }

  /**
   * Levels around a level.
   *
   * @param lower the lower, in (0, 1)
   * @param upper the upper, in (0, 1)
   */
  public record Band(double lower, double upper) {}
}
