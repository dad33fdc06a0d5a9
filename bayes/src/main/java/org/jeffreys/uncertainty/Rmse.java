package org.jeffreys.uncertainty;

import java.util.Arrays;

/**
 * The root of the mean squared error, in the unit of the targets.
 *
 * @param value the root
 * @param standardError through the choice of rows, by the delta method; 0 without any error, NaN of
 *     one row
 */
public record Rmse(double value, double standardError) {

  /**
   * That of predicted means.
   *
   * @throws IllegalArgumentException if there is no row, not one prediction a target, or a number
   *     is not finite
   */
  public static Rmse of(double[] loc, double[] targets) {
    TargetRows.checkFinite(targets, "targets");
    TargetRows.check(loc.length, targets.length, "loc");
    TargetRows.checkFinite(loc, "loc");
    double[] squares = new double[targets.length];
    Arrays.setAll(squares, row -> Math.pow(loc[row] - targets[row], 2));
    MeanOverRows mean = MeanOverRows.of(squares, "squares");
    double root = Math.sqrt(mean.value());
    double error = mean.standardError() == 0 ? 0 : mean.standardError() / (2 * root);
    return new Rmse(root, error);
  }
}
