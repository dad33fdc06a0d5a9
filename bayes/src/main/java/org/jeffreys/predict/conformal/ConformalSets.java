package org.jeffreys.predict.conformal;

import java.util.Map;
import java.util.random.RandomGenerator;
import org.jeffreys.core.Check;
import org.jeffreys.core.Fields;
import org.jeffreys.uncertainty.Calibration;
import org.jeffreys.uncertainty.LabelledProbs;
import org.jspecify.annotations.Nullable;

/**
 * Conformal sets of classes: those that score no worse than a quantile of the scores of a
 * calibration set, which the model has not seen.
 *
 * <pre>{@code
 * C(x) = {k : score(x, k) <= q}      q = the kth least of n scores, k = ceil((n + 1) level)
 * }</pre>
 *
 * <p>Guarantee: {@code P(label in C(x)) >= level} for a new example exchangeable with the
 * calibration examples, and at most level + 1 / (n + 1) where scores have no ties. It is marginal:
 * on average over calibration sets and inputs. It says nothing about given inputs, groups or
 * classes, nor once the data drift. A set may be empty: then no class conforms.
 *
 * <p>Randomised, ties have probability 0 and sets are smaller, but the same row may get another set
 * from another number; the other way sets are functions of the row, and as valid.
 *
 * @param score what is compared
 * @param randomised whether a uniform number is drawn for each row
 * @param level in (0, 1)
 * @param threshold q
 * @param numExamples n
 * @source Vovk, Gammerman and Shafer (2005), Algorithmic learning in a random world; Angelopoulos
 *     and Bates (2023), Conformal prediction: a gentle introduction, theorem D.1 and D.2
 */
public record ConformalSets(
    SetScore score, boolean randomised, double level, double threshold, int numExamples)
    implements Calibration {

  /** Checks that there were examples enough. */
  public ConformalSets {
    ConformalQuantile.requireEnough(numExamples, level, "calibration");
    Check.nonNegative(threshold, "threshold");
    new SetRule(score, randomised);
  }

  /**
   * Calibrates sets that are functions of the row.
   *
   * @param predictions of examples that the model has not seen
   * @throws IllegalArgumentException if examples are too few for the level
   */
  public static ConformalSets fit(SetScore score, LabelledProbs predictions, double level) {
    return fit(new SetRule(score, false), predictions, level, null);
  }

  /**
   * Calibrates randomised sets.
   *
   * @param predictions of examples that the model has not seen
   * @throws IllegalArgumentException if examples are too few for the level, or the score has
   *     nothing to randomise
   */
  public static ConformalSets fit(
      SetScore score, LabelledProbs predictions, double level, RandomGenerator rng) {
    return fit(new SetRule(score, true), predictions, level, rng);
  }

  private static ConformalSets fit(
      SetRule rule, LabelledProbs predictions, double level, @Nullable RandomGenerator rng) {
    double[] scores = rule.scores(predictions, rng);
    double threshold = ConformalQuantile.of(scores, level, "calibration");
    return new ConformalSets(rule.score(), rule.randomised(), level, threshold, scores.length);
  }

  /**
   * The calibration of {@link #fields}.
   *
   * @throws IllegalArgumentException if a field is missing or not what it should be
   */
  public static ConformalSets of(Fields fields) {
    SetRule rule = SetRule.of(fields);
    return new ConformalSets(
        rule.score(),
        rule.randomised(),
        fields.number("level"),
        fields.number("threshold"),
        fields.integer("numExamples"));
  }

  @Override
  public Map<String, Object> fields() {
    return rule().fields("level", level, "threshold", threshold, "numExamples", numExamples);
  }

  /**
   * The sets of some rows.
   *
   * @shape probs [rows][classes]
   * @throws IllegalStateException if they are randomised
   */
  public ClassSets sets(double[][] probs) {
    return rule().sets(probs, (row, k) -> threshold, null);
  }

  /**
   * The randomised sets of some rows.
   *
   * @shape probs [rows][classes]
   * @throws IllegalArgumentException if they are not randomised
   */
  public ClassSets sets(double[][] probs, RandomGenerator rng) {
    return rule().sets(probs, (row, k) -> threshold, rng);
  }

  @Override
  public String guarantee() {
    return ConformalQuantile.guarantee("set", numExamples, level);
  }

  private SetRule rule() {
    return new SetRule(score, randomised);
  }
}
