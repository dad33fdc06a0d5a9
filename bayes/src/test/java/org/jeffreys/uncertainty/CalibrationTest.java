package org.jeffreys.uncertainty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jeffreys.core.Doubles;
import org.jeffreys.core.StandardNormal;
import org.junit.jupiter.api.Test;

/** Isotonic calibration, variance scaling and quantile recalibration. */
final class CalibrationTest {
  private static final double[] LOC = {0, 1, 2, 3};
  private static final double[] SCALE = {1, 2, 1, 0.5};
  private static final double[] TARGETS = {3, -1, 2.5, 3.25};

  private static double nll(double[] scale) {
    double sum = 0;
    for (int row = 0; row < LOC.length; row++) {
      double z = (TARGETS[row] - LOC[row]) / scale[row];
      sum += Math.log(scale[row]) - StandardNormal.logProb(z);
    }
    return sum / LOC.length;
  }

  @Test
  void varianceScalingHasTheLeastNll() {
    VarianceScaling fit = VarianceScaling.fit(LOC, SCALE, TARGETS);
    assertThat(fit.factors()).isEqualTo(Doubles.of(Math.sqrt((9 + 1 + 0.25 + 0.25) / 4)));
    assertThat(fit.nllBefore()).isEqualTo(nll(SCALE), within(1e-13));
    assertThat(fit.nllAfter()).isEqualTo(nll(fit.scaled(SCALE).toArray()), within(1e-13));
    for (double other : new double[] {0.99, 1.01}) {
      assertThat(nll(fit.scaled(SCALE).map(each -> other * each).toArray()))
          .isGreaterThan(fit.nllAfter());
    }
  }

  @Test
  void varianceScalingOfGroupsIsThatOfEach() {
    int[] groups = {0, 0, 1, 1};
    VarianceScaling fit = VarianceScaling.fit(LOC, SCALE, TARGETS, groups, 2);
    assertThat(fit.factors()).isEqualTo(Doubles.of(Math.sqrt(5), 0.5));
    double[] scaled = fit.scaled(SCALE, groups).toArray();
    assertThat(scaled).containsExactly(Math.sqrt(5), 2 * Math.sqrt(5), 0.5, 0.25);
    assertThat(fit.nllAfter()).isEqualTo(nll(scaled), within(1e-13));
    assertThatThrownBy(() -> fit.scaled(SCALE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("groups: expected one a row for 2 factors, got none");
    assertThatThrownBy(() -> VarianceScaling.fit(LOC, SCALE, TARGETS, groups, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("group 2: expected a target off its prediction, got none of them");
  }

  /** Of normal errors with scales too small by 3, the factor is 3. */
  @Test
  void varianceScalingRecoversTheFactor() {
    var random = new Random(1);
    int rows = 20_000;
    double[] scale = random.doubles(rows, 0.1, 2).toArray();
    double[] targets = new double[rows];
    Arrays.setAll(targets, row -> 3 * scale[row] * random.nextGaussian());
    VarianceScaling fit = VarianceScaling.fit(new double[rows], scale, targets);
    assertThat(fit.factors().get(0)).isEqualTo(3, within(5 * 3 / Math.sqrt(2.0 * rows)));
  }

  @Test
  void isotonicOfTwoClassesIsTheRegressionOfTheSecond() {
    LabelledProbs predictions =
        LabelledProbs.of(
            new double[][] {{0.9, 0.1}, {0.7, 0.3}, {0.5, 0.5}, {0.2, 0.8}},
            new int[] {0, 1, 0, 1});
    IsotonicCalibration fit = IsotonicCalibration.fit(predictions);
    assertThat(fit.probs(new double[] {0.6, 0.4})).isEqualTo(Doubles.of(0.5, 0.5));
    assertThat(fit.probs(new double[] {0.95, 0.05})).isEqualTo(Doubles.of(1, 0));
    assertThat(fit.probs(new double[] {0.35, 0.65}).get(1)).isEqualTo(0.75, within(1e-12));
  }

  /** Probabilities made too sure: calibrated, their error on new rows is gone. */
  @Test
  void isotonicUndoesWhatIsMonotone() {
    var random = new Random(4);
    LabelledProbs sure = tooSure(30_000, random);
    IsotonicCalibration fit = IsotonicCalibration.fit(sure);
    LabelledProbs others = tooSure(10_000, random);
    double[][] probs = new double[others.numRows()][];
    int[] labels = new int[probs.length];
    for (int row = 0; row < probs.length; row++) {
      labels[row] = others.label(row);
      probs[row] =
          fit.probs(new double[] {others.prob(row, 0), others.prob(row, 1), others.prob(row, 2)})
              .toArray();
    }
    LabelledProbs calibrated = LabelledProbs.of(probs, labels);
    assertThat(CalibrationError.of(others, Binning.EQUAL_MASS, 10).classwise()).isGreaterThan(0.05);
    assertThat(CalibrationError.of(calibrated, Binning.EQUAL_MASS, 10).classwise())
        .isLessThan(0.015);
  }

  private static LabelledProbs tooSure(int rows, Random random) {
    double[][] probs = new double[rows][3];
    int[] labels = new int[rows];
    for (int row = 0; row < rows; row++) {
      double[] truth = random.doubles(3, 0.05, 1).toArray();
      double sum = Arrays.stream(truth).sum();
      double uniform = random.nextDouble() * sum;
      while (uniform > truth[labels[row]]) {
        uniform -= truth[labels[row]++];
      }
      double[] powers = Arrays.stream(truth).map(each -> each * each * each).toArray();
      double total = Arrays.stream(powers).sum();
      Arrays.setAll(probs[row], k -> powers[k] / total);
    }
    return LabelledProbs.of(probs, labels);
  }

  @Test
  void aRowOfNothingStaysAsItWas() {
    var never = new IsotonicRegression(Doubles.of(0.5), Doubles.of(0));
    var fit = new IsotonicCalibration(List.of(never, never, never), 3);
    assertThat(fit.probs(new double[] {0.2, 0.3, 0.5})).isEqualTo(Doubles.of(0.2, 0.3, 0.5));
  }

  @Test
  void recalibrationMapsTheKthPitToItsShare() {
    QuantileRecalibration fit =
        QuantileRecalibration.fit(new PitValues(Doubles.of(0.2, 0.9, 0.4, 0.3)));
    assertThat(fit.recalibrated(0.2)).isEqualTo(0.2, within(1e-15));
    assertThat(fit.recalibrated(0.3)).isEqualTo(0.4, within(1e-15));
    assertThat(fit.recalibrated(0.9)).isEqualTo(0.8, within(1e-15));
    assertThat(fit.recalibrated(0)).isEqualTo(0);
    assertThat(fit.recalibrated(1)).isEqualTo(1);
    assertThat(fit.nominal(0.7)).isEqualTo(0.65, within(1e-15));
    for (double p = 0.01; p < 1; p += 0.01) {
      assertThat(fit.recalibrated(fit.nominal(p))).isEqualTo(p, within(1e-14));
    }
    assertThatThrownBy(() -> QuantileRecalibration.fit(new PitValues(Doubles.of(0.3, 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("PIT value: expected a value in (0, 1), got 1.0; widen predictions first");
  }

  /**
   * What it guarantees: with n examples a new one lies below the quantile of level k / (n + 1) with
   * that probability, whatever the law of PIT values; by k / n it would not.
   */
  @Test
  void recalibratedQuantilesAreExact() {
    var random = new Random(3);
    int repeats = 20_000;
    double[] held = new double[repeats];
    for (int i = 0; i < repeats; i++) {
      double[] pit = random.doubles(9).map(u -> u * u).toArray();
      double nominal = QuantileRecalibration.fit(new PitValues(Doubles.of(pit))).nominal(0.9);
      held[i] = Math.sqrt(nominal);
    }
    MeanOverRows mean = MeanOverRows.of(held, "held");
    assertThat(mean.value()).isEqualTo(0.9, within(5 * mean.standardError()));
    assertThat(mean.standardError()).isLessThan(1e-3);
  }
}
