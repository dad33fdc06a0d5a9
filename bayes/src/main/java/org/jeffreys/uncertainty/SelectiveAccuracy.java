package org.jeffreys.uncertainty;

import org.jeffreys.core.Check;

/**
 * The accuracy over the rows that are certain enough, whose uncertainty is at most a threshold.
 *
 * @param threshold the greatest uncertainty that is accepted
 * @param accepted how many of the accepted rows are correct
 * @param numRows the number of rows, accepted or not
 */
public record SelectiveAccuracy(double threshold, Proportion accepted, int numRows) {

  /**
   * That at a threshold.
   *
   * @param uncertainty one a row, greater is more uncertain; see {@link
   *     UncertaintyMeasure#uncertainty}
   * @param correct whether each row's prediction came true
   * @param threshold in the unit of {@code uncertainty}; see {@link EntropyThreshold}
   * @throws IllegalArgumentException if there is no row, not one of each a row, or a NaN
   */
  public static SelectiveAccuracy at(double threshold, double[] uncertainty, boolean[] correct) {
    Check.require(!Double.isNaN(threshold), "threshold", "a number", threshold);
    Scores.check(uncertainty, correct.length, "uncertainty");
    int accepted = 0;
    int successes = 0;
    for (int row = 0; row < correct.length; row++) {
      if (uncertainty[row] <= threshold) {
        accepted++;
        successes += correct[row] ? 1 : 0;
      }
    }
    return new SelectiveAccuracy(threshold, new Proportion(successes, accepted), correct.length);
  }

  /** The accuracy over accepted rows; NaN where none is. */
  public double value() {
    return accepted.value();
  }

  /** The share of rows that are accepted. */
  public double coverage() {
    return (double) accepted.trials() / numRows;
  }
}
