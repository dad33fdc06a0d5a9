package org.jeffreys.predict;

import java.util.Locale;
import org.jeffreys.core.NumericalException;

/** Outputs that are logarithms of the expected counts, in units of a rate. */
final class LogRates {
  /** Beyond it counts are no longer exact numbers. */
  private static final double GREATEST = 36;

  private LogRates() {}

  /** The log expected count of each draw. */
  static double[] at(Outputs outputs, double rate, int row, int output) {
    double[] logMeans = new double[outputs.numDraws()];
    for (int draw = 0; draw < logMeans.length; draw++) {
      logMeans[draw] = outputs.get(draw, row, output) + Math.log(rate);
    }
    return logMeans;
  }

  /**
   * Checks that no expected count is greater than e^36.
   *
   * @throws NumericalException if one is
   */
  static void requireInRange(Outputs outputs, double rate) {
    for (int draw = 0; draw < outputs.numDraws(); draw++) {
      for (int row = 0; row < outputs.numRows(); row++) {
        for (int output = 0; output < outputs.width(); output++) {
          double logMean = outputs.get(draw, row, output) + Math.log(rate);
          if (!(logMean <= GREATEST)) {
            throw new NumericalException(
                String.format(
                    Locale.ROOT,
                    "log expected count: expected a number <= 36, got %s in draw %d, row %d,"
                        + " output %d; leave out draws that diverged",
                    logMean,
                    draw,
                    row,
                    output));
          }
        }
      }
    }
  }
}
