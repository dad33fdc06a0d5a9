package org.jeffreys.predict.conformal;

import java.util.Locale;
import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.core.Fields;

/**
 * A conformal quantile for each group.
 *
 * @param level in (0, 1)
 * @param thresholds one a group
 * @param sizes the number of calibration examples of each group, whole numbers
 */
record GroupThresholds(double level, Doubles thresholds, Doubles sizes) {

  /** Checks that each group had examples enough. */
  GroupThresholds {
    Check.atLeast(thresholds.size(), 1, "number of groups");
    Residuals.checkRows(sizes.size(), thresholds.size(), "sizes");
    for (int group = 0; group < thresholds.size(); group++) {
      Check.nonNegative(thresholds.get(group), "threshold");
      int size = (int) sizes.get(group);
      Check.require(size == sizes.get(group), "size", "an integer", sizes.get(group));
      ConformalQuantile.requireEnough(size, level, "group " + group);
    }
  }

  static GroupThresholds fit(double[] scores, int[] groups, int numGroups, double level) {
    Check.atLeast(numGroups, 1, "numGroups");
    Residuals.checkGroups(groups, scores.length, numGroups);
    double[] thresholds = new double[numGroups];
    double[] sizes = new double[numGroups];
    for (int group = 0; group < numGroups; group++) {
      double[] own = Residuals.ofGroup(scores, groups, group);
      thresholds[group] = ConformalQuantile.of(own, level, "group " + group);
      sizes[group] = own.length;
    }
    return new GroupThresholds(level, Doubles.of(thresholds), Doubles.of(sizes));
  }

  static GroupThresholds of(Fields fields) {
    return new GroupThresholds(
        fields.number("level"), fields.numbers("thresholds"), fields.numbers("sizes"));
  }

  Map<String, Object> fields() {
    return Fields.ordered(
        "level",
        level,
        "thresholds",
        thresholds.stream().boxed().toList(),
        "sizes",
        sizes.stream().boxed().toList());
  }

  String guarantee(String what, String group) {
    return String.format(
        Locale.ROOT,
        "A new example of a %s, which is exchangeable with the calibration examples of that %s (the"
            + " smallest has %.0f), which the model has not seen, lies in its %s with probability"
            + " at least %s, and at most 1 / (their number + 1) more where scores have no ties."
            + " Not promised: this for a given input, for this very calibration set, or after"
            + " drift.",
        group,
        group,
        sizes.min(),
        what,
        level);
  }
}
