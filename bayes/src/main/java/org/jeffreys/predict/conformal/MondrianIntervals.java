package org.jeffreys.predict.conformal;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jeffreys.core.Doubles;
import org.jeffreys.core.Fields;
import org.jeffreys.uncertainty.Calibration;
import org.jeffreys.uncertainty.Intervals;

/**
 * Group-conditional (Mondrian) conformal intervals: {@link SplitConformal} in each group by itself.
 * Groups are disjoint, and told from the inputs: a site, a sex, a range of ages.
 *
 * <pre>{@code
 * C(x) = {y : score(x, y) <= q(group of x)}
 * }</pre>
 *
 * <p>Guarantee: {@code P(y in C(x) | group) >= level} in each group, for a new example exchangeable
 * with the calibration examples of its group, however groups differ and however often they are met;
 * at most level + 1 / (size of the group + 1) where scores have no ties. Nothing is said about
 * parts of a group or given inputs, nor once a group itself drifts. The price is examples: each
 * group needs enough.
 *
 * @param score what is compared
 * @param level in (0, 1)
 * @param thresholds q, one a group
 * @param sizes the number of calibration examples of each group
 * @source Vovk, Gammerman and Shafer (2005), Algorithmic learning in a random world, section 4.5;
 *     Vovk (2012), Conditional validity of inductive conformal predictors, ACML
 */
public record MondrianIntervals(
    ResidualScore score, double level, Doubles thresholds, Doubles sizes) implements Calibration {

  /** Checks that each group had examples enough. */
  public MondrianIntervals {
    new GroupThresholds(level, thresholds, sizes);
  }

  /**
   * Calibrates.
   *
   * @param loc predictions of examples that the model has not seen
   * @param scale their predicted standard deviations
   * @param targets what came true
   * @param groups the group of each row, in [0, {@code numGroups})
   * @throws IllegalArgumentException if a group's examples are too few for the level, or there is
   *     not one number a row
   */
  public static MondrianIntervals fit(
      ResidualScore score,
      double[] loc,
      double[] scale,
      double[] targets,
      int[] groups,
      int numGroups,
      double level) {
    double[] scores = Residuals.of(score, loc, scale, targets);
    return of(score, GroupThresholds.fit(scores, groups, numGroups, level));
  }

  /**
   * The calibration of {@link #fields}.
   *
   * @throws IllegalArgumentException if a field is missing or not what it should be
   */
  public static MondrianIntervals of(Fields fields) {
    return of(ResidualScores.of(fields), GroupThresholds.of(fields));
  }

  private static MondrianIntervals of(ResidualScore score, GroupThresholds groups) {
    return new MondrianIntervals(score, groups.level(), groups.thresholds(), groups.sizes());
  }

  @Override
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("score", ResidualScores.describe(score));
    fields.putAll(groups().fields());
    return fields;
  }

  /** The intervals of some rows. */
  public Intervals intervals(double[] loc, double[] scale, int[] groups) {
    Residuals.checkRows(scale.length, loc.length, "scale");
    Residuals.checkGroups(groups, loc.length, thresholds.size());
    return Intervals.of(
        loc.length, row -> score.interval(loc[row], scale[row], thresholds.get(groups[row])));
  }

  @Override
  public String guarantee() {
    return groups().guarantee("interval", "group");
  }

  private GroupThresholds groups() {
    return new GroupThresholds(level, thresholds, sizes);
  }
}
