package org.jeffreys.uncertainty;

import java.util.ArrayList;
import java.util.List;

/**
 * The trade between false and true positives as the threshold of a detector falls.
 *
 * @param points from (0, 0), where the threshold is infinite, to (1, 1); one for each different
 *     score, so that equal scores are never parted
 */
public record RocCurve(List<Point> points) {

  /** Copies the list. */
  public RocCurve {
    points = List.copyOf(points);
  }

  /**
   * A threshold and what it does.
   *
   * @param threshold scores at or above it are called positive
   * @param falsePositiveRate the share of negatives called positive; NaN without negatives
   * @param truePositiveRate the share of positives called positive; NaN without positives
   */
  public record Point(double threshold, double falsePositiveRate, double truePositiveRate) {}

  /**
   * The curve of a score.
   *
   * @param scores one a row; greater is more positive
   * @throws IllegalArgumentException if there is no row, not one of each a row, or a NaN
   */
  public static RocCurve of(double[] scores, boolean[] positive) {
    Scores groups = Scores.ascending(scores, positive, "scores").reversed();
    double positives = groups.numMarked();
    double negatives = groups.numRows() - positives;
    List<Point> points = new ArrayList<>();
    points.add(new Point(Double.POSITIVE_INFINITY, 0 / negatives, 0 / positives));
    int truePositives = 0;
    int falsePositives = 0;
    for (int group = 0; group < groups.numGroups(); group++) {
      truePositives += groups.marked(group);
      falsePositives += groups.size(group) - groups.marked(group);
      points.add(
          new Point(groups.value(group), falsePositives / negatives, truePositives / positives));
    }
    return new RocCurve(points);
  }

  /**
   * The least false positive rate at which the true positive rate reaches {@code rate}, without
   * interpolation; NaN without positives or negatives.
   *
   * @param rate in [0, 1]
   */
  public double falsePositiveRateAt(double rate) {
    for (Point point : points) {
      if (point.truePositiveRate() >= rate) {
        return point.falsePositiveRate();
      }
    }
    return Double.NaN;
  }
}
