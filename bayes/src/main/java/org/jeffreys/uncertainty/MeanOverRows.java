package org.jeffreys.uncertainty;

import org.jeffreys.core.Check;

/**
 * A mean over rows.
 *
 * @param value the mean
 * @param standardError that of the mean through the choice of rows; NaN of one row
 */
record MeanOverRows(double value, double standardError) {

  static MeanOverRows of(double[] rows, String name) {
    Check.atLeast(rows.length, 1, "number of " + name);
    double sum = 0;
    for (int row = 0; row < rows.length; row++) {
      if (Double.isNaN(rows[row])) {
        throw Check.failure(name + "[" + row + "]", "a number", rows[row]);
      }
      sum += rows[row];
    }
    double mean = sum / rows.length;
    double squares = 0;
    for (double each : rows) {
      squares += (each - mean) * (each - mean);
    }
    double size = rows.length;
    return new MeanOverRows(mean, Math.sqrt(squares / (size - 1) / size));
  }
}
