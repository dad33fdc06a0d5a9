package org.jeffreys.table;

import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;

/**
 * What predictions learnt from rows that their networks were not fitted to.
 *
 * <p>Where the rows were held out of all fitting, what is said of levels holds exactly, for rows
 * from the same distribution as those (split conformal prediction). Where each fold was predicted
 * by a network of the other folds, it holds as far as the network of all rows errs like those:
 * mostly a little less.
 */
public sealed interface TableCalibration permits RealCalibration, ClassCalibration {
  /** The number of rows that were predicted. */
  int numRows();

  /** All it consists of, by name; {@link #of} makes it again. */
  Map<String, double[]> numbers();

  /** The calibration that has the given numbers. */
  static TableCalibration of(TargetSchema target, Map<String, double[]> numbers) {
    if (target instanceof ClassTarget classes) {
      return new ClassCalibration(
          classes.levels().size(), found(numbers, "probabilities"), labels(numbers));
    }
    return new RealCalibration(
        target.names().size(), found(numbers, "deviations"), found(numbers, "errors"));
  }

  private static Doubles labels(Map<String, double[]> numbers) {
    return found(numbers, "labels");
  }

  private static Doubles found(Map<String, double[]> numbers, String name) {
    return Doubles.of(Check.present(numbers.get(name), name));
  }
}
