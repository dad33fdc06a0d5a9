package org.jeffreys.diagnostic;

import java.util.Arrays;
import java.util.Locale;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;

/**
 * A number of the data beside the same number of data that the fitted model would have given.
 *
 * <pre>{@code
 * p = P(T(y_rep) > T(y)) + P(T(y_rep) = T(y)) / 2      y_rep ~ p(y_rep | y)
 * }</pre>
 *
 * <p>Near 0 or 1 the model does not give data like these. It is not uniform under the model: data
 * that parameters were fitted to draw it towards 1/2.
 *
 * @param statistic T
 * @param observed T(y)
 * @param replicated T(y_rep) of each replicated data set
 * @param pvalue p; NaN where a number is
 * @source Gelman, Meng and Stern (1996), Posterior predictive assessment of model fitness via
 *     realized discrepancies, Statistica Sinica 6
 */
public record PredictiveCheck(
    Statistic statistic, double observed, Doubles replicated, double pvalue) {
  private static final double EXTREME = 0.01;

  /** Numbers of a data set. */
  public enum Statistic {
    /** The mean. */
    MEAN,
    /** The standard deviation; NaN of one value. */
    SD,
    /** The skewness, {@code m₃ / m₂^1.5} of central moments; NaN where all values are the same. */
    SKEWNESS,
    /** The least value. */
    MIN,
    /** The greatest value. */
    MAX;

    /** The number of a data set. */
    public double of(double[] values) {
      return switch (this) {
        case MEAN -> Chains.mean(values);
        case SD -> Math.sqrt(Chains.variance(values));
        case SKEWNESS -> skewness(values);
        case MIN -> Arrays.stream(values).min().orElse(Double.NaN);
        case MAX -> Arrays.stream(values).max().orElse(Double.NaN);
      };
    }

    private static double skewness(double[] values) {
      double mean = Chains.mean(values);
      double second = 0;
      double third = 0;
      for (double value : values) {
        double off = value - mean;
        second += off * off;
        third += off * off * off;
      }
      return Math.sqrt(values.length) * third / Math.pow(second, 1.5);
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A check.
   *
   * @param observed the data, at least one value
   * @param replicated [data set][value]
   */
  public static PredictiveCheck of(Statistic statistic, double[] observed, double[][] replicated) {
    Check.atLeast(observed.length, 1, "number of values");
    Check.atLeast(replicated.length, 1, "number of replicated data sets");
    double own = statistic.of(observed);
    double[] others = Arrays.stream(replicated).mapToDouble(statistic::of).toArray();
    double sum = 0;
    for (double other : others) {
      sum += Double.isNaN(other) || Double.isNaN(own) ? Double.NaN : 0;
      sum += other > own ? 1 : other == own ? 0.5 : 0;
    }
    return new PredictiveCheck(statistic, own, Doubles.of(others), sum / others.length);
  }

  /** Whether fewer than 1 in 100 replicated data sets lie on one side of the data. */
  public boolean isExtreme() {
    return pvalue < EXTREME || pvalue > 1 - EXTREME;
  }

  /** A quantile of the replicated numbers. */
  public double quantile(double p) {
    double[] sorted = replicated.toArray();
    Arrays.sort(sorted);
    return Chains.quantile(sorted, p);
  }
}
