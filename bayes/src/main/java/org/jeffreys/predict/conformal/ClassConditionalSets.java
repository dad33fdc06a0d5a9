package org.jeffreys.predict.conformal;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jeffreys.core.Doubles;
import org.jeffreys.core.Fields;
import org.jeffreys.uncertainty.Calibration;
import org.jeffreys.uncertainty.LabelledProbs;
import org.jspecify.annotations.Nullable;

/**
 * Class-conditional (label-conditional Mondrian) conformal sets: each class is in the set by a
 * threshold of its own, so that rare classes are held as often as common ones.
 *
 * <pre>{@code
 * C(x) = {k : score(x, k) <= q(k)}
 * }</pre>
 *
 * <p>Guarantee: {@code P(k in C(x) | label = k) >= level} for each class k, for a new example of it
 * exchangeable with its calibration examples; so it holds whatever the shares of the classes become
 * (label shift). At most level + 1 / (size of the class + 1) where scores have no ties. Nothing is
 * said about given inputs, nor once examples within a class drift.
 *
 * @param score what is compared
 * @param randomised whether a uniform number is drawn for each row
 * @param level in (0, 1)
 * @param thresholds q, one a class
 * @param sizes the number of calibration examples of each class
 * @source Vovk, Gammerman and Shafer (2005), Algorithmic learning in a random world, section 4.5;
 *     Sadinle, Lei and Wasserman (2019), JASA 114, section 3
 */
public record ClassConditionalSets(
    SetScore score, boolean randomised, double level, Doubles thresholds, Doubles sizes)
    implements Calibration {

  /** Checks that each class had examples enough. */
  public ClassConditionalSets {
    new SetRule(score, randomised);
    new GroupThresholds(level, thresholds, sizes);
  }

  /**
   * Calibrates sets that are functions of the row.
   *
   * @param predictions of examples that the model has not seen
   * @throws IllegalArgumentException if a class's examples are too few for the level
   */
  public static ClassConditionalSets fit(SetScore score, LabelledProbs predictions, double level) {
    return fit(new SetRule(score, false), predictions, level, null);
  }

  /** Calibrates randomised sets. */
  public static ClassConditionalSets fit(
      SetScore score, LabelledProbs predictions, double level, RandomGenerator rng) {
    return fit(new SetRule(score, true), predictions, level, rng);
  }

  private static ClassConditionalSets fit(
      SetRule rule, LabelledProbs predictions, double level, @Nullable RandomGenerator rng) {
    int[] labels = new int[predictions.numRows()];
    Arrays.setAll(labels, predictions::label);
    double[] scores = rule.scores(predictions, rng);
    return of(rule, GroupThresholds.fit(scores, labels, predictions.numClasses(), level));
  }

  /**
   * The calibration of {@link #fields}.
   *
   * @throws IllegalArgumentException if a field is missing or not what it should be
   */
  public static ClassConditionalSets of(Fields fields) {
    return of(SetRule.of(fields), GroupThresholds.of(fields));
  }

  private static ClassConditionalSets of(SetRule rule, GroupThresholds classes) {
    return new ClassConditionalSets(
        rule.score(), rule.randomised(), classes.level(), classes.thresholds(), classes.sizes());
  }

  @Override
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>(rule().fields());
    fields.putAll(classes().fields());
    return fields;
  }

  /**
   * The sets of some rows.
   *
   * @shape probs [rows][classes]
   * @throws IllegalStateException if they are randomised
   */
  public ClassSets sets(double[][] probs) {
    return rule().sets(probs, (row, k) -> thresholds.get(k), null);
  }

  /**
   * The randomised sets of some rows.
   *
   * @shape probs [rows][classes]
   * @throws IllegalArgumentException if they are not randomised
   */
  public ClassSets sets(double[][] probs, RandomGenerator rng) {
    return rule().sets(probs, (row, k) -> thresholds.get(k), rng);
  }

  @Override
  public String guarantee() {
    return classes().guarantee("set", "class");
  }

  private SetRule rule() {
    return new SetRule(score, randomised);
  }

  private GroupThresholds classes() {
    return new GroupThresholds(level, thresholds, sizes);
  }
}
