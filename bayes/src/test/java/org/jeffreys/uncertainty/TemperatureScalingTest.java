package org.jeffreys.uncertainty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.jeffreys.core.Doubles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TemperatureScalingTest {
  private static final int[] LABELS = {0, 2, 2, 0, 2, 2, 0, 2, 2, 0, 2, 2};

  private static double[][] logits() {
    double[][] logits = new double[12][3];
    for (int i = 0; i < 12; i++) {
      for (int k = 0; k < 3; k++) {
        logits[i][k] = 7 * i * (k + 1) % 13 - 6 + (LABELS[i] == k ? 3 : 0);
      }
    }
    logits[3][2] -= 9;
    return logits;
  }

  /** The logits z, z of the class before halved, and z with its classes turned round. */
  private static ClassDraws threeDraws(int row) {
    double[] z = logits()[row];
    return ClassDraws.of(
        new double[][] {z, {z[2] / 2, z[0] / 2, z[1] / 2}, {z[2], z[1], z[0]}},
        Doubles.of(0.5, 0.3, 0.2));
  }

  /**
   * Reference: PyTorch 2.13.0 in float64, LBFGS with strong_wolfe over s = log T of {@code
   * nll_loss(log_softmax(z / T, -1), y)}.
   */
  @Test
  void agreesWithAReference() {
    TemperatureScaling fit = TemperatureScaling.fit(logits(), LABELS);
    assertThat(fit.temperature()).isEqualTo(3.361467401427364, within(1e-7));
    assertThat(fit.nllBefore()).isEqualTo(1.3991727817298225, within(1e-13));
    assertThat(fit.nllAfter()).isEqualTo(0.8178703536778648, within(1e-13));
    assertThat(fit.isAtBound()).isFalse();
  }

  /**
   * Reference: as above, of {@code nll_loss((w * softmax(d / T, -1)).sum(0).log(), y)} and of
   * {@code nll_loss(log_softmax((w * softmax(d, -1)).sum(0).log() / T, -1), y)}.
   */
  @Test
  void agreesWithAReferenceForDraws() {
    IntFunction<ClassDraws> rows = TemperatureScalingTest::threeDraws;
    TemperatureScaling draws = TemperatureScaling.fit(rows, LABELS, Tempering.DRAWS);
    assertThat(draws.temperature()).isEqualTo(0.7685549126654364, within(1e-7));
    assertThat(draws.nllAfter()).isEqualTo(0.883921305370757, within(1e-13));
    TemperatureScaling mean = TemperatureScaling.fit(rows, LABELS, Tempering.MEAN);
    assertThat(mean.temperature()).isEqualTo(0.8930650513095878, within(1e-7));
    assertThat(mean.nllAfter()).isEqualTo(0.8842168315477873, within(1e-13));
  }

  @ParameterizedTest
  @EnumSource(Tempering.class)
  void reportsTheNllOfWhatItApplies(Tempering tempering) {
    var fit = TemperatureScaling.fit(TemperatureScalingTest::threeDraws, LABELS, tempering);
    double[][] probs = new double[LABELS.length][];
    Arrays.setAll(probs, row -> fit.probs(threeDraws(row)).toArray());
    assertThat(Nll.of(LabelledProbs.of(probs, LABELS)).value())
        .isEqualTo(fit.nllAfter(), within(1e-14));
    var undone = new TemperatureScaling(1, tempering, 0, 0);
    for (int k = 0; k < 3; k++) {
      assertThat(undone.probs(threeDraws(5)).get(k))
          .isEqualTo(threeDraws(5).meanProb(k), within(1e-15));
    }
  }

  /** Labels drawn from softmax(z), logits given as 2.5 z. */
  @Test
  void recoversTheTemperature() {
    var rng = new SplittableRandom(1);
    int rows = 20_000;
    double[][] logits = RandomPredictions.logits(rows, 4, 1.5, rng);
    int[] labels = new int[rows];
    for (int row = 0; row < rows; row++) {
      ClassDraws one = ClassDraws.of(new double[][] {logits[row]});
      double uniform = rng.nextDouble();
      while (labels[row] < 3 && uniform > one.prob(0, labels[row])) {
        uniform -= one.prob(0, labels[row]++);
      }
      Arrays.setAll(logits[row], k -> 2.5 * one.logProb(0, k));
    }
    TemperatureScaling fit = TemperatureScaling.fit(logits, labels);
    assertThat(fit.temperature()).isEqualTo(2.5, within(0.1));
    assertThat(fit.nllAfter()).isLessThan(fit.nllBefore());
  }

  @ParameterizedTest
  @EnumSource(Tempering.class)
  void isNeverWorseThanNone(Tempering tempering) {
    for (int seed = 0; seed < 100; seed++) {
      var rng = new SplittableRandom(seed);
      ClassDraws[] rows = new ClassDraws[1 + seed % 9];
      Arrays.setAll(rows, row -> RandomPredictions.draws(1 + rows.length % 4, 3, 4, rng));
      int[] labels = rng.ints(rows.length, 0, 3).toArray();
      var fit = TemperatureScaling.fit(row -> rows[row], labels, tempering);
      assertThat(fit.nllAfter()).as("seed %d", seed).isLessThanOrEqualTo(fit.nllBefore() + 1e-15);
      assertThat(fit.temperature()).isBetween(0.999e-3, 1.001e3);
    }
  }

  @Test
  void endsAtABoundWhereThereIsNoMinimum() {
    double[][] logits = {{2, 0}, {0, 1}};
    TemperatureScaling right = TemperatureScaling.fit(logits, new int[] {0, 1});
    assertThat(right.isAtBound()).isTrue();
    assertThat(right.temperature()).isEqualTo(1e-3, within(1e-12));
    TemperatureScaling wrong = TemperatureScaling.fit(logits, new int[] {1, 0});
    assertThat(wrong.isAtBound()).isTrue();
    assertThat(wrong.temperature()).isEqualTo(1e3, within(1e-6));
    TemperatureScaling constant = TemperatureScaling.fit(new double[][] {{3, 3}}, new int[] {1});
    assertThat(constant.temperature()).isEqualTo(1);
  }

  @Test
  void refusesByName() {
    assertThatThrownBy(() -> TemperatureScaling.fit(new double[0][], new int[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("number of labels: expected an integer >= 1, got 0");
    assertThatThrownBy(() -> TemperatureScaling.fit(new double[][] {{0, 1}}, new int[] {0, 1}))
        .hasMessage("labels: expected 1, one a row, got 2");
    assertThatThrownBy(() -> TemperatureScaling.fit(new double[][] {{0, 1}}, new int[] {2}))
        .hasMessage("labels[0]: expected a class in [0, 2), got 2");
    double never = Double.NEGATIVE_INFINITY;
    assertThatThrownBy(() -> TemperatureScaling.fit(new double[][] {{0, never}}, new int[] {1}))
        .hasMessage("labels[0]: expected a possible class, got 1");
  }
}
