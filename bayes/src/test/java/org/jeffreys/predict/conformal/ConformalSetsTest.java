package org.jeffreys.predict.conformal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jeffreys.uncertainty.LabelledProbs;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class ConformalSetsTest {
  private static final double[] ROW = {0.2, 0.5, 0.05, 0.25};

  /** Rows of four classes whose labels come from other probabilities than are said. */
  private static LabelledProbs draw(int rows, Random random) {
    double[][] probs = new double[rows][];
    int[] labels = new int[rows];
    for (int row = 0; row < rows; row++) {
      double[] truth = random.doubles(4).map(each -> each * each).toArray();
      double uniform = random.nextDouble() * Arrays.stream(truth).sum();
      while (labels[row] < 3 && uniform > truth[labels[row]]) {
        uniform -= truth[labels[row]++];
      }
      double[] said = Arrays.stream(truth).map(each -> each * each + 0.01).toArray();
      double sum = Arrays.stream(said).sum();
      probs[row] = Arrays.stream(said).map(each -> each / sum).toArray();
    }
    return LabelledProbs.of(probs, labels);
  }

  private static double[][] probs(LabelledProbs predictions) {
    double[][] probs = new double[predictions.numRows()][4];
    for (int row = 0; row < probs.length; row++) {
      for (int k = 0; k < 4; k++) {
        probs[row][k] = predictions.prob(row, k);
      }
    }
    return probs;
  }

  private static int[] labels(LabelledProbs predictions) {
    int[] labels = new int[predictions.numRows()];
    Arrays.setAll(labels, predictions::label);
    return labels;
  }

  @Test
  void scoresHaveTheValuesOfTheirFormulas() {
    double[] lac = new Lac().of(ROW, 1);
    assertThat(lac).containsExactly(0.8, 0.5, 0.95, 0.75);
    assertClose(new Aps().of(ROW, 1), 0.95, 0.5, 1, 0.75);
    assertClose(new Aps().of(ROW, 0.5), 0.85, 0.25, 0.975, 0.625);
    assertClose(new Raps(0.1, 1).of(ROW, 1), 1.15, 0.5, 1.3, 0.85);
  }

  private static void assertClose(double[] actual, double... expected) {
    for (int k = 0; k < expected.length; k++) {
      assertThat(actual[k]).isEqualTo(expected[k], within(1e-12));
    }
  }

  @Test
  void setsAreWhatScoresNoWorse() {
    var aps = new ConformalSets(new Aps(), false, 0.9, 0.8, 30);
    assertThat(aps.sets(new double[][] {ROW}).get(0)).containsExactly(1, 3);
    var lac = new ConformalSets(new Lac(), false, 0.9, 0.8, 30);
    assertThat(lac.sets(new double[][] {ROW}).get(0)).containsExactly(0, 1, 3);
    assertThat(new ConformalSets(new Lac(), false, 0.9, 0.4, 30).sets(new double[][] {ROW}))
        .isEqualTo(new ClassSets(List.of(List.of())));
  }

  /** Coverage averaged over calibration sets, each with some new rows. */
  @Tag("slow")
  @Test
  void coverageIsThatOfTheRank() {
    int repeats = 3000;
    int n = 30;
    int rows = 10;
    for (SetScore score : List.of(new Lac(), new Aps(), new Raps(0.05, 1))) {
      var random = new Random(7);
      double held = 0;
      double randomised = 0;
      double size = 0;
      double smaller = 0;
      for (int i = 0; i < repeats; i++) {
        LabelledProbs calibration = draw(n, random);
        LabelledProbs test = draw(rows, random);
        ClassSets sets = ConformalSets.fit(score, calibration, 0.9).sets(probs(test));
        held += sets.coverage(labels(test)).value() / repeats;
        size += sets.meanSize() / repeats;
        if (score.usesUniform()) {
          sets = ConformalSets.fit(score, calibration, 0.9, random).sets(probs(test), random);
          randomised += sets.coverage(labels(test)).value() / repeats;
          smaller += sets.meanSize() / repeats;
        }
      }
      double expected = 28 / 31.0;
      double variance = expected * (1 - expected) * (1.0 / (n + 2) + 1.0 / rows);
      double error = 5 * Math.sqrt(variance / repeats);
      // Ties at the sum 1, of the least probable class, can only add.
      assertThat(held).as("%s", score).isBetween(0.9 - error, expected + 0.04);
      if (score.usesUniform()) {
        assertThat(randomised).as("%s", score).isEqualTo(expected, within(error));
        assertThat(smaller).isLessThan(size);
      }
    }
  }

  @Tag("slow")
  @Test
  void groupsAndClassesAreHeldEachByThemselves() {
    var random = new Random(9);
    int repeats = 1500;
    int n = 80;
    double[] held = new double[4];
    int[] met = new int[4];
    double[] grouped = new double[2];
    int[] metOfGroup = new int[2];
    for (int i = 0; i < repeats; i++) {
      LabelledProbs calibration = draw(4 * n, random);
      int[] groups = groups(calibration);
      LabelledProbs test = draw(20, random);
      var byClass = ClassConditionalSets.fit(new Aps(), calibration, 0.8, random);
      var byGroup = MondrianSets.fit(new Lac(), calibration, groups, 2, 0.8);
      ClassSets ofClass = byClass.sets(probs(test), random);
      ClassSets ofGroup = byGroup.sets(probs(test), groups(test));
      for (int row = 0; row < test.numRows(); row++) {
        int label = test.label(row);
        met[label]++;
        held[label] += ofClass.get(row).contains(label) ? 1 : 0;
        int group = groups(test)[row];
        metOfGroup[group]++;
        grouped[group] += ofGroup.get(row).contains(label) ? 1 : 0;
      }
    }
    for (int k = 0; k < 4; k++) {
      double error = 5 * Math.sqrt(0.2 * 0.8 * 20 / met[k]);
      assertThat(held[k] / met[k]).isBetween(0.8 - error, 0.8 + 0.03 + error);
    }
    for (int group = 0; group < 2; group++) {
      double error = 5 * Math.sqrt(0.2 * 0.8 / metOfGroup[group]) * 2;
      assertThat(grouped[group] / metOfGroup[group]).isBetween(0.8 - error, 0.8 + 0.02 + error);
    }
  }

  /** Whether the prediction is sure: groups that marginal coverage does not serve alike. */
  private static int[] groups(LabelledProbs predictions) {
    int[] groups = new int[predictions.numRows()];
    Arrays.setAll(groups, row -> predictions.confidence(row) > 0.7 ? 1 : 0);
    return groups;
  }

  @Test
  void refusesByName() {
    var random = new Random(1);
    LabelledProbs predictions = draw(40, random);
    assertThatThrownBy(() -> ConformalSets.fit(new Lac(), predictions, 0.9, random))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("randomised: expected false for lac, got true");
    var randomised = ConformalSets.fit(new Aps(), predictions, 0.9, random);
    assertThatThrownBy(() -> randomised.sets(new double[][] {ROW}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("rng: expected a generator for randomised sets, got none; give one");
    var fixed = ConformalSets.fit(new Aps(), predictions, 0.9);
    assertThatThrownBy(() -> fixed.sets(new double[][] {ROW}, random))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rng: expected none for sets that are not randomised, got a generator");
    assertThatThrownBy(() -> MondrianSets.fit(new Aps(), predictions, new int[40], 2, 0.9))
        .hasMessage(
            "group 1: expected at least 9 examples for level 0.9, got 0; lower the level or"
                + " calibrate with more");
  }
}
