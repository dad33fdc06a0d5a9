package org.jeffreys.uncertainty;

import java.util.ArrayList;
import java.util.List;
import org.jeffreys.core.Check;

/**
 * The calibration curve of a regression: how many targets lie at or below each predicted quantile.
 *
 * @param points from the least level to the greatest
 * @source Kuleshov, Fenner and Ermon (2018), Accurate uncertainties for deep learning using
 *     calibrated regression, ICML, eq. 9
 */
public record QuantileReliability(List<Point> points) {

  /** Copies the list. */
  public QuantileReliability {
    points = List.copyOf(points);
    Check.atLeast(points.size(), 1, "number of points");
  }

  /**
   * What one predicted quantile held.
   *
   * @param level the probability that was predicted, in (0, 1)
   * @param below how many targets lie at or below; its Wilson interval is that of the curve
   */
  public record Point(double level, Proportion below) {

    /** How far the share is from the level; positive where quantiles lie too high. */
    public double gap() {
      return below.value() - level;
    }
  }

  /**
   * That of some predictions at the levels 1 / (m + 1), …, m / (m + 1).
   *
   * @param numLevels m, at least 1
   */
  public static QuantileReliability of(PitValues pit, int numLevels) {
    Check.atLeast(numLevels, 1, "numLevels");
    double[] values = pit.values().toArray();
    List<Point> points = new ArrayList<>();
    for (int i = 1; i <= numLevels; i++) {
      double level = i / (numLevels + 1.0);
      int below = 0;
      for (double value : values) {
        below += value <= level ? 1 : 0;
      }
      points.add(new Point(level, new Proportion(below, values.length)));
    }
    return new QuantileReliability(points);
  }

  /**
   * The expected calibration error of the quantiles: the mean size of the gaps. With few rows it is
   * biased upwards.
   */
  public double ece() {
    return points.stream().mapToDouble(point -> Math.abs(point.gap())).average().orElseThrow();
  }
}
