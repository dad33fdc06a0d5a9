package org.jeffreys.uncertainty;

import org.jeffreys.core.Check;

/** Checks of numbers that stand beside each other, one a row. */
final class TargetRows {
  private TargetRows() {}

  static void check(int got, int numRows, String name) {
    Check.require(got == numRows, name, numRows + " numbers, one a row", got);
  }

  static void checkFinite(double[] values, String name) {
    Check.atLeast(values.length, 1, "number of " + name);
    for (int row = 0; row < values.length; row++) {
      if (!Double.isFinite(values[row])) {
        throw Check.failure(name + "[" + row + "]", "a finite value", values[row]);
      }
    }
  }

  /** Checks normal predictions and what came true. */
  static void checkNormal(double[] loc, double[] scale, double[] targets) {
    checkFinite(targets, "targets");
    check(loc.length, targets.length, "loc");
    check(scale.length, targets.length, "scale");
    checkFinite(loc, "loc");
    for (int row = 0; row < scale.length; row++) {
      if (!(scale[row] > 0 && scale[row] < Double.POSITIVE_INFINITY)) {
        throw Check.failure("scale[" + row + "]", "a finite value > 0", scale[row]);
      }
    }
  }
}
