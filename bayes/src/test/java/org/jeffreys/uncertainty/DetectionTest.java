package org.jeffreys.uncertainty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class DetectionTest {
  private static final double ROUNDING = 1e-14;

  /** The example in the documentation of scikit-learn's average_precision_score and roc_curve. */
  @Test
  void agreesWithThePublishedExample() {
    double[] scores = {0.1, 0.4, 0.35, 0.8};
    boolean[] positive = {false, false, true, true};
    Detection detection = Detection.of(scores, positive);
    assertThat(detection.auroc()).isEqualTo(0.75);
    assertThat(detection.aupr()).isEqualTo(0.5 + 0.5 * 2 / 3, within(ROUNDING));
    assertThat(detection.auprNegative()).isEqualTo(0.5 + 0.5 * 2 / 3, within(ROUNDING));
    assertThat(detection.fprAt95Tpr()).isEqualTo(0.5);
    assertThat(RocCurve.of(scores, positive).points())
        .containsExactly(
            new RocCurve.Point(Double.POSITIVE_INFINITY, 0, 0),
            new RocCurve.Point(0.8, 0, 0.5),
            new RocCurve.Point(0.4, 0.5, 0.5),
            new RocCurve.Point(0.35, 0.5, 1),
            new RocCurve.Point(0.1, 1, 1));
  }

  /** Every pair, every threshold, with many ties. */
  @Test
  void agreesWithEnumeration() {
    for (int seed = 0; seed < 200; seed++) {
      var rng = new SplittableRandom(seed);
      int size = 2 + seed % 23;
      double[] scores = new double[size];
      boolean[] positive = new boolean[size];
      for (int i = 0; i < size; i++) {
        scores[i] = rng.nextInt(1 + seed % 9) - 3;
        positive[i] = i == 0 || (i > 1 && rng.nextInt(3) == 0);
      }
      Detection detection = Detection.of(scores, positive);
      assertThat(detection.auroc())
          .as("seed %d", seed)
          .isEqualTo(pairs(scores, positive), within(ROUNDING));
      assertThat(detection.aupr()).isEqualTo(precision(scores, positive), within(ROUNDING));
      double[] turned = Arrays.stream(scores).map(s -> -s).toArray();
      boolean[] negative = new boolean[size];
      for (int i = 0; i < size; i++) {
        negative[i] = !positive[i];
      }
      assertThat(detection.auprNegative()).isEqualTo(precision(turned, negative), within(ROUNDING));
      assertThat(detection.fprAt95Tpr())
          .isEqualTo(falsePositives(scores, positive), within(ROUNDING));
      assertThat(trapezes(RocCurve.of(scores, positive)))
          .isEqualTo(detection.auroc(), within(ROUNDING));
      assertThat(Detection.of(turned, negative).auroc())
          .isEqualTo(detection.auroc(), within(ROUNDING));
      assertThat(Detection.ofErrors(turned, positive)).isEqualTo(Detection.of(turned, negative));
    }
  }

  @Test
  void aConstantScoreTellsNothing() {
    Detection detection =
        Detection.of(new double[] {2, 2, 2, 2}, new boolean[] {true, false, false, false});
    assertThat(detection).isEqualTo(new Detection(1, 3, 0.5, 0.25, 0.75, 1));
  }

  @Test
  void isPerfectOrPerfectlyWrong() {
    double infinity = Double.POSITIVE_INFINITY;
    boolean[] positive = {true, true, false};
    assertThat(Detection.of(new double[] {infinity, 3, 2}, positive))
        .isEqualTo(new Detection(2, 1, 1, 1, 1, 0));
    assertThat(Detection.of(new double[] {0, 1, infinity}, positive).auroc()).isZero();
  }

  /** 19 of 20 positives are 95 %. */
  @Test
  void countsTheRateExactly() {
    double[] scores = new double[22];
    boolean[] positive = new boolean[22];
    for (int i = 0; i < 20; i++) {
      scores[i] = i == 0 ? 0 : 10;
      positive[i] = true;
    }
    scores[20] = 5;
    scores[21] = 11;
    assertThat(Detection.of(scores, positive).fprAt95Tpr()).isEqualTo(0.5);
  }

  @Test
  void isUndefinedWithoutBothKinds() {
    Detection detection = Detection.of(new double[] {1, 2}, new boolean[] {true, true});
    assertThat(detection.numNegatives()).isZero();
    assertThat(detection.auroc()).isNaN();
    assertThat(detection.aupr()).isNaN();
    assertThat(detection.auprNegative()).isNaN();
    assertThat(detection.fprAt95Tpr()).isNaN();
    RocCurve curve = RocCurve.of(new double[] {1, 2}, new boolean[] {false, false});
    assertThat(curve.points().get(1).truePositiveRate()).isNaN();
    assertThat(curve.falsePositiveRateAt(0.95)).isNaN();
  }

  @Test
  void refusesByName() {
    assertThatThrownBy(() -> Detection.of(new double[] {1, Double.NaN}, new boolean[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("scores[1]: expected a number, got NaN");
    assertThatThrownBy(() -> Detection.of(new double[0], new boolean[0]))
        .hasMessage("number of scores: expected an integer >= 1, got 0");
    assertThatThrownBy(() -> Detection.of(new double[1], new boolean[2]))
        .hasMessage("scores: expected 2, one a row, got 1");
  }

  private static double pairs(double[] scores, boolean[] positive) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < scores.length; i++) {
      for (int j = 0; j < scores.length; j++) {
        if (positive[i] && !positive[j]) {
          count++;
          sum += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
        }
      }
    }
    return sum / count;
  }

  private static double share(double[] scores, boolean[] positive, boolean kind, double threshold) {
    double called = 0;
    double all = 0;
    for (int i = 0; i < scores.length; i++) {
      all += positive[i] == kind ? 1 : 0;
      called += positive[i] == kind && scores[i] >= threshold ? 1 : 0;
    }
    return called / all;
  }

  /** The precision at each positive's own threshold, averaged. */
  private static double precision(double[] scores, boolean[] positive) {
    double sum = 0;
    double count = 0;
    for (int i = 0; i < scores.length; i++) {
      if (positive[i]) {
        double called = 0;
        double right = 0;
        for (int j = 0; j < scores.length; j++) {
          called += scores[j] >= scores[i] ? 1 : 0;
          right += scores[j] >= scores[i] && positive[j] ? 1 : 0;
        }
        sum += right / called;
        count++;
      }
    }
    return sum / count;
  }

  private static double falsePositives(double[] scores, boolean[] positive) {
    return Arrays.stream(scores)
        .filter(threshold -> share(scores, positive, true, threshold) >= 0.95)
        .map(threshold -> share(scores, positive, false, threshold))
        .min()
        .orElseThrow();
  }

  private static double trapezes(RocCurve curve) {
    double sum = 0;
    for (int i = 1; i < curve.points().size(); i++) {
      RocCurve.Point from = curve.points().get(i - 1);
      RocCurve.Point to = curve.points().get(i);
      sum +=
          (to.falsePositiveRate() - from.falsePositiveRate())
              * (to.truePositiveRate() + from.truePositiveRate())
              / 2;
    }
    return sum;
  }
}
