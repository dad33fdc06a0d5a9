package org.jeffreys.predict.conformal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jeffreys.core.Doubles;
import org.jeffreys.core.Fields;
import org.jeffreys.uncertainty.Calibration;
import org.jeffreys.uncertainty.LabelledProbs;
import org.jspecify.annotations.Nullable;

/**
 * Group-conditional (Mondrian) conformal sets of classes: {@link ConformalSets} in each group by
 * itself. Groups are disjoint, and told from the inputs.
 *
 * <pre>{@code
 * C(x) = {k : score(x, k) <= q(group of x)}
 * }</pre>
 *
 * <p>Guarantee: {@code P(label in C(x) | group) >= level} in each group, for a new example
 * exchangeable with the calibration examples of its group, however groups differ and however often
 * they are met; at most level + 1 / (size of the group + 1) where scores have no ties. Nothing is
 * said about parts of a group, given inputs or classes, nor once a group itself drifts.
 *
 * @param score what is compared
 * @param randomised whether a uniform number is drawn for each row
 * @param level in (0, 1)
 * @param thresholds q, one a group
 * @param sizes the number of calibration examples of each group
 * @source Vovk, Gammerman and Shafer (2005), Algorithmic learning in a random world, section 4.5
 */
public record MondrianSets(
    SetScore score, boolean randomised, double level, Doubles thresholds, Doubles sizes)
    implements Calibration {

  /** Checks that each group had examples enough. */
  public MondrianSets {
    new SetRule(score, randomised);
    new GroupThresholds(level, thresholds, sizes);
  }

  /**
   * Calibrates sets that are functions of the row.
   *
   * @param predictions of examples that the model has not seen
   * @param groups the group of each row, in [0, {@code numGroups})
   * @throws IllegalArgumentException if a group's examples are too few for the level
   */
  public static MondrianSets fit(
      SetScore score, LabelledProbs predictions, int[] groups, int numGroups, double level) {
    return fit(new SetRule(score, false), predictions, groups, numGroups, level, null);
  }

  /** Calibrates randomised sets. */
  public static MondrianSets fit(
      SetScore score,
      LabelledProbs predictions,
      int[] groups,
      int numGroups,
      double level,
      RandomGenerator rng) {
    return fit(new SetRule(score, true), predictions, groups, numGroups, level, rng);
  }

  private static MondrianSets fit(
      SetRule rule,
      LabelledProbs predictions,
      int[] groups,
      int numGroups,
      double level,
      @Nullable RandomGenerator rng) {
    double[] scores = rule.scores(predictions, rng);
    return of(rule, GroupThresholds.fit(scores, groups, numGroups, level));
  }

  /**
   * The calibration of {@link #fields}.
   *
   * @throws IllegalArgumentException if a field is missing or not what it should be
   */
  public static MondrianSets of(Fields fields) {
    return of(SetRule.of(fields), GroupThresholds.of(fields));
  }

  private static MondrianSets of(SetRule rule, GroupThresholds groups) {
    return new MondrianSets(
        rule.score(), rule.randomised(), groups.level(), groups.thresholds(), groups.sizes());
  }

  @Override
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>(rule().fields());
    fields.putAll(groups().fields());
    return fields;
  }

  /**
   * The sets of some rows.
   *
   * @shape probs [rows][classes]
   * @throws IllegalStateException if they are randomised
   */
  public ClassSets sets(double[][] probs, int[] groups) {
    return allSets(probs, groups, null);
  }

  /**
   * The randomised sets of some rows.
   *
   * @shape probs [rows][classes]
   * @throws IllegalArgumentException if they are not randomised
   */
  public ClassSets sets(double[][] probs, int[] groups, RandomGenerator rng) {
    return allSets(probs, groups, rng);
  }

  private ClassSets allSets(double[][] probs, int[] groups, @Nullable RandomGenerator rng) {
    Residuals.checkGroups(groups, probs.length, thresholds.size());
    return rule().sets(probs, (row, k) -> thresholds.get(groups[row]), rng);
  }

  @Override
  public String guarantee() {
    return groups().guarantee("set", "group");
  }

  private SetRule rule() {
    return new SetRule(score, randomised);
  }

  private GroupThresholds groups() {
    return new GroupThresholds(level, thresholds, sizes);
  }
}
