package org.jeffreys.predict.conformal;

import java.util.Arrays;
import org.jeffreys.core.Check;

/** Scores of the rows of a calibration set. */
final class Residuals {
  private Residuals() {}

  static double[] of(ResidualScore score, double[] loc, double[] scale, double[] targets) {
    checkRows(targets.length, loc.length, "targets");
    checkRows(scale.length, loc.length, "scale");
    double[] scores = new double[targets.length];
    Arrays.setAll(scores, row -> score.of(loc[row], scale[row], targets[row]));
    return scores;
  }

  static void checkRows(int got, int numRows, String name) {
    Check.require(got == numRows, name, numRows + " numbers, one a row", got);
  }

  /** Scales for a score that uses none. */
  static double[] unit(ResidualScore score, int numRows) {
    Check.require(
        !score.usesScale(),
        "scale",
        "one a row for " + ResidualScores.describe(score).get("type"),
        "none");
    double[] unit = new double[numRows];
    Arrays.fill(unit, 1);
    return unit;
  }

  /** The numbers of one group. */
  static double[] ofGroup(double[] values, int[] groups, int group) {
    double[] own = new double[values.length];
    int size = 0;
    for (int row = 0; row < values.length; row++) {
      if (groups[row] == group) {
        own[size++] = values[row];
      }
    }
    return Arrays.copyOf(own, size);
  }

  static void checkGroups(int[] groups, int numRows, int numGroups) {
    checkRows(groups.length, numRows, "groups");
    for (int group : groups) {
      Check.index(group, numGroups, "group");
    }
  }
}
