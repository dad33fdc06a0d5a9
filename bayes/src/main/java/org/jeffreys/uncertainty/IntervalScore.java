package org.jeffreys.uncertainty;

import java.util.Arrays;
import org.jeffreys.core.Check;

/**
 * The interval score (Winkler score) of central intervals, averaged over rows, in the unit of the
 * targets: width, and a fine for each miss. The least is reached by the true quantiles.
 *
 * <pre>{@code
 * (u - l) + 2/α max(l - y, 0) + 2/α max(y - u, 0)      α = 1 - level
 * }</pre>
 *
 * @param value the mean
 * @param standardError that of the mean through the choice of rows; NaN of one row
 * @source Winkler (1972), JASA 67; Gneiting and Raftery (2007), JASA 102, eq. 43
 */
public record IntervalScore(double value, double standardError) {

  /**
   * That of some intervals.
   *
   * @param level the probability that they were meant to hold, in (0, 1)
   * @throws IllegalArgumentException if there is no row, or not one target a row
   */
  public static IntervalScore of(Intervals intervals, double[] targets, double level) {
    TargetRows.checkFinite(targets, "targets");
    TargetRows.check(targets.length, intervals.numRows(), "targets");
    double[] scores = new double[targets.length];
    Arrays.setAll(scores, row -> of(intervals.get(row), targets[row], level));
    MeanOverRows mean = MeanOverRows.of(scores, "scores");
    return new IntervalScore(mean.value(), mean.standardError());
  }

  /** The score of one interval. */
  public static double of(PredictionInterval interval, double target, double level) {
    Check.openUnit(level, "level");
    double below = Math.max(interval.lower() - target, 0);
    double above = Math.max(target - interval.upper(), 0);
    return interval.width() + 2 / (1 - level) * (below + above);
  }
}
