package org.jeffreys.uncertainty;

import java.util.Arrays;

/**
 * The mean absolute error, in the unit of the targets; least for predicted medians.
 *
 * @param value the mean
 * @param standardError that of the mean through the choice of rows; NaN of one row
 */
public record Mae(double value, double standardError) {

  /**
   * That of predictions.
   *
   * @throws IllegalArgumentException if there is no row, not one prediction a target, or a number
   *     is not finite
   */
  public static Mae of(double[] loc, double[] targets) {
    TargetRows.checkFinite(targets, "targets");
    TargetRows.check(loc.length, targets.length, "loc");
    TargetRows.checkFinite(loc, "loc");
    double[] distances = new double[targets.length];
    Arrays.setAll(distances, row -> Math.abs(loc[row] - targets[row]));
    MeanOverRows mean = MeanOverRows.of(distances, "distances");
    return new Mae(mean.value(), mean.standardError());
  }
}
