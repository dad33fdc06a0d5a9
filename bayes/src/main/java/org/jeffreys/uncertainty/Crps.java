package org.jeffreys.uncertainty;

import java.util.Arrays;
import org.jeffreys.core.Check;

/**
 * The continuous ranked probability score, averaged over rows, in the unit of the targets: 0 is
 * best. For a prediction without spread it is the absolute error.
 *
 * <pre>{@code
 * crps(F, y) = ∫ (F(x) - 1[x >= y])² dx = E|X - y| - ½ E|X - X'|
 * }</pre>
 *
 * <p>That of one row is {@link #ofNormal}, {@link NormalMixture#crps} or {@link #ofSample}.
 *
 * @param value the mean
 * @param standardError that of the mean through the choice of rows; NaN of one row
 * @source Gneiting and Raftery (2007), Strictly proper scoring rules, prediction, and estimation,
 *     JASA 102, eq. 20 and 21
 */
public record Crps(double value, double standardError) {

  /**
   * The mean of the scores of some rows.
   *
   * @throws IllegalArgumentException if there is none, or one is NaN
   */
  public static Crps of(double[] scores) {
    MeanOverRows mean = MeanOverRows.of(scores, "scores");
    return new Crps(mean.value(), mean.standardError());
  }

  /**
   * That of normal predictions.
   *
   * @throws IllegalArgumentException if there is no row or not one number a row, a number is not
   *     finite, or a scale is not positive
   */
  public static Crps ofNormal(double[] loc, double[] scale, double[] targets) {
    TargetRows.checkNormal(loc, scale, targets);
    double[] scores = new double[targets.length];
    Arrays.setAll(scores, row -> ofNormal(loc[row], scale[row], targets[row]));
    return of(scores);
  }

  /**
   * The score of one normal prediction.
   *
   * <pre>{@code
   * scale (z (2 Φ(z) - 1) + 2 φ(z) - 1/√π)      z = (y - loc) / scale
   * }</pre>
   *
   * @param scale at least 0
   * @source Gneiting et al. (2005), Monthly Weather Review 133, eq. 5
   */
  public static double ofNormal(double loc, double scale, double y) {
    Check.finite(loc, "loc");
    Check.nonNegative(scale, "scale");
    Check.finite(y, "y");
    return NormalMixture.meanDistance(y - loc, scale) - scale / Math.sqrt(Math.PI);
  }

  /**
   * The score of the empirical distribution of equally weighted draws of y. With few draws it is
   * biased upwards, and favours draws that are too narrow.
   */
  public static double ofSample(double[] draws, double y) {
    TargetRows.checkFinite(draws, "draws");
    double size = draws.length;
    return distance(draws, y) - spread(draws) / (size * size);
  }

  /**
   * The same, unbiased for the distribution that the draws are from.
   *
   * @param draws at least 2
   * @source Ferro (2014), Fair scores for ensemble forecasts, QJRMS 140, eq. 3
   */
  public static double ofSampleFair(double[] draws, double y) {
    TargetRows.checkFinite(draws, "draws");
    Check.atLeast(draws.length, 2, "number of draws");
    double size = draws.length;
    return distance(draws, y) - spread(draws) / (size * (size - 1));
  }

  private static double distance(double[] draws, double y) {
    Check.finite(y, "y");
    double sum = 0;
    for (double draw : draws) {
      sum += Math.abs(draw - y);
    }
    return sum / draws.length;
  }

  /** Half the sum of |x - x'| over all ordered pairs. */
  private static double spread(double[] draws) {
    double[] sorted = draws.clone();
    Arrays.sort(sorted);
    // Each gap counts as often as it parts a pair.
    double sum = 0;
    for (int i = 1; i < sorted.length; i++) {
      sum += (double) i * (sorted.length - i) * (sorted[i] - sorted[i - 1]);
    }
    return sum;
  }
}
