package org.jeffreys.uncertainty;

import java.util.function.IntFunction;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;

/**
 * An interval for each row.
 *
 * @param lower the lower ends
 * @param upper the upper ends, none below its lower one
 */
public record Intervals(Doubles lower, Doubles upper) {

  /** Checks that the ends are as many as each other, and in order. */
  public Intervals {
    Check.require(
        upper.size() == lower.size(),
        "upper",
        lower.size() + " numbers, one a lower end",
        upper.size());
    for (int row = 0; row < lower.size(); row++) {
      if (!(lower.get(row) <= upper.get(row))) {
        throw Check.failure("upper[" + row + "]", "a number >= " + lower.get(row), upper.get(row));
      }
    }
  }

  /** Intervals of given ends, copied. */
  public static Intervals of(double[] lower, double[] upper) {
    return new Intervals(Doubles.of(lower), Doubles.of(upper));
  }

  /** An interval for each of {@code numRows} rows. */
  public static Intervals of(int numRows, IntFunction<PredictionInterval> intervals) {
    double[] lower = new double[numRows];
    double[] upper = new double[numRows];
    for (int row = 0; row < numRows; row++) {
      PredictionInterval interval = intervals.apply(row);
      lower[row] = interval.lower();
      upper[row] = interval.upper();
    }
    return of(lower, upper);
  }

  /** The number of rows. */
  public int numRows() {
    return lower.size();
  }

  /** That of a row. */
  public PredictionInterval get(int row) {
    return new PredictionInterval(lower.get(row), upper.get(row));
  }

  /** The mean width; NaN of no rows. */
  public double meanWidth() {
    double sum = 0;
    for (int row = 0; row < numRows(); row++) {
      sum += upper.get(row) - lower.get(row);
    }
    return sum / numRows();
  }

  /**
   * How many hold what came true; {@link Proportion#wilson} is the binomial interval of their
   * share.
   *
   * @throws IllegalArgumentException if there is not one target a row
   */
  public Proportion coverage(double[] targets) {
    TargetRows.check(targets.length, numRows(), "targets");
    int covered = 0;
    for (int row = 0; row < targets.length; row++) {
      covered += get(row).contains(targets[row]) ? 1 : 0;
    }
    return new Proportion(covered, targets.length);
  }
}
