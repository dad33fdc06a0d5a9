package org.jeffreys.predict.conformal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jeffreys.core.Check;
import org.jeffreys.core.Fields;
import org.jeffreys.uncertainty.LabelledProbs;
import org.jspecify.annotations.Nullable;

/** What sets of classes have in common: a score, and whether it is randomised. */
record SetRule(SetScore score, boolean randomised) {

  /** Checks that there is something to randomise. */
  SetRule {
    Check.require(
        !randomised || score.usesUniform(),
        "randomised",
        "false for " + SetScores.describe(score).get("type"),
        randomised);
  }

  static SetRule of(Fields fields) {
    return new SetRule(SetScores.of(fields), fields.truth("randomised"));
  }

  Map<String, Object> fields(Object... more) {
    Object[] pairs = new Object[more.length + 4];
    pairs[0] = "score";
    pairs[1] = SetScores.describe(score);
    pairs[2] = "randomised";
    pairs[3] = randomised;
    System.arraycopy(more, 0, pairs, 4, more.length);
    return Fields.ordered(pairs);
  }

  /** The scores of what came true. */
  double[] scores(LabelledProbs predictions, @Nullable RandomGenerator rng) {
    double[] scores = new double[predictions.numRows()];
    double[] probs = new double[predictions.numClasses()];
    for (int row = 0; row < scores.length; row++) {
      for (int k = 0; k < probs.length; k++) {
        probs[k] = predictions.prob(row, k);
      }
      scores[row] = score.of(probs, uniform(rng))[predictions.label(row)];
    }
    return scores;
  }

  /** The threshold of a row and class. */
  interface Threshold {
    double at(int row, int k);
  }

  /** The classes of each row whose score is at most their threshold. */
  ClassSets sets(double[][] probs, Threshold threshold, @Nullable RandomGenerator rng) {
    if (randomised && rng == null) {
      throw new IllegalStateException(
          "rng: expected a generator for randomised sets, got none; give one");
    }
    Check.require(
        randomised || rng == null, "rng", "none for sets that are not randomised", "a generator");
    List<List<Integer>> rows = new ArrayList<>();
    for (int row = 0; row < probs.length; row++) {
      double[] scores = score.of(probs[row], uniform(rng));
      List<Integer> classes = new ArrayList<>();
      for (int k = 0; k < scores.length; k++) {
        if (scores[k] <= threshold.at(row, k)) {
          classes.add(k);
        }
      }
      rows.add(classes);
    }
    return new ClassSets(rows);
  }

  private static double uniform(@Nullable RandomGenerator rng) {
    return rng == null ? 1 : rng.nextDouble();
  }
}
