package org.jeffreys.predict.conformal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.jeffreys.uncertainty.Intervals;
import org.jeffreys.uncertainty.PredictionInterval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SplitConformalTest {
  private static final int REPEATS = 20_000;

  /** Errors are exponential, so that the coverage of each calibration set is known. */
  @ParameterizedTest
  @CsvSource({"30, 0.9", "9, 0.9", "39, 0.95", "12, 0.55", "200, 0.8", "1, 0.5"})
  void coverageHasTheBetaLaw(int numExamples, double level) {
    var random = new Random(numExamples);
    double sum = 0;
    double squares = 0;
    double twin = 0;
    for (int i = 0; i < REPEATS; i++) {
      double[] errors = new double[numExamples];
      Arrays.setAll(errors, row -> -Math.log1p(-random.nextDouble()));
      var fit = SplitConformal.fit(new AbsoluteResidual(), new double[numExamples], errors, level);
      double covered = -Math.expm1(-fit.threshold());
      sum += covered;
      squares += covered * covered;
      Arrays.sort(errors);
      twin += -Math.expm1(-errors[(int) Math.ceil(numExamples * level - 1e-9) - 1]);
    }
    double k = Math.ceil((numExamples + 1) * level - 1e-9);
    double expected = k / (numExamples + 1);
    double variance = expected * (1 - expected) / (numExamples + 2);
    double error = 5 * Math.sqrt(variance / REPEATS);
    double mean = sum / REPEATS;
    assertThat(mean).isEqualTo(expected, within(error));
    assertThat(squares / REPEATS - mean * mean).isEqualTo(variance, within(0.06 * variance));
    if (k > Math.ceil(numExamples * level - 1e-9)) {
      assertThat(Math.abs(twin / REPEATS - expected)).isGreaterThan(error);
    }
  }

  @Test
  void intervalsAreWhatScoresNoWorse() {
    double[] loc = {0, 1, 2, 3, 4, 5, 6, 7, 8};
    double[] scale = {1, 2, 1, 2, 1, 2, 1, 2, 1};
    double[] targets = {0.5, 0, 3, 4, 4.25, 6, 6, 9, 8};
    var absolute = SplitConformal.fit(new AbsoluteResidual(), loc, targets, 0.8);
    assertThat(absolute.threshold()).isEqualTo(1);
    assertThat(absolute.intervals(new double[] {10}).get(0))
        .isEqualTo(new PredictionInterval(9, 11));
    var standardised = SplitConformal.fit(new StandardisedResidual(), loc, scale, targets, 0.7);
    assertThat(standardised.threshold()).isEqualTo(0.5);
    Intervals intervals = standardised.intervals(new double[] {0, 0}, new double[] {2, 4});
    assertThat(intervals).isEqualTo(Intervals.of(new double[] {-1, -2}, new double[] {1, 2}));
    for (double y = -1.05; y < 3; y += 0.1) {
      assertThat(intervals.get(1).contains(y))
          .isEqualTo(standardised.score().of(0, 4, y) <= standardised.threshold());
    }
  }

  @Test
  void tooFewExamplesAreSaid() {
    assertThatThrownBy(
            () -> SplitConformal.fit(new AbsoluteResidual(), new double[5], new double[5], 0.9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "calibration: expected at least 9 examples for level 0.9, got 5; lower the level or"
                + " calibrate with more");
    for (double level : new double[] {0.5, 0.6, 0.68, 0.9, 0.95, 0.99, 0.999}) {
      int least = ConformalQuantile.leastExamples(level);
      assertThat(ConformalQuantile.rank(least, level)).isEqualTo(least);
      assertThat(ConformalQuantile.rank(least - 1, level)).isEqualTo(least);
    }
  }

  /** (n + 1) level of decimal levels is not rounded up by what binary fractions are off. */
  @Test
  void levelsAreDecimalNumbers() {
    assertThat(100 * 0.07).isGreaterThan(7);
    assertThat(ConformalQuantile.rank(19, 0.55)).isEqualTo(11);
    assertThat(ConformalQuantile.rank(9, 0.7)).isEqualTo(7);
    assertThat(ConformalQuantile.rank(99, 0.07)).isEqualTo(7);
  }

  @Test
  void saysWhatItGuarantees() {
    assertThat(new SplitConformal(new AbsoluteResidual(), 0.9, 1, 30).guarantee())
        .isEqualTo(
            "A new example that is exchangeable with the 30 calibration examples, which the model"
                + " has not seen, lies in its interval with probability at least 0.9, and with"
                + " exactly 0.903226 where scores have no ties, which is at most 0.9 + 1/31. Not"
                + " promised: this for a given input or group, for this very calibration set (over"
                + " such sets coverage has standard deviation 0.052), or after drift.");
  }

  @Test
  void refusesByName() {
    var fit = new SplitConformal(new StandardisedResidual(), 0.9, 1, 30);
    assertThatThrownBy(() -> fit.intervals(new double[] {1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("scale: expected one a row for standardised-residual, got none");
    assertThatThrownBy(() -> fit.intervals(new double[] {1}, new double[] {0}))
        .hasMessage("scale: expected a finite value > 0, got 0.0");
    assertThatThrownBy(
            () -> SplitConformal.fit(fit.score(), new double[9], new double[8], new double[9], 0.9))
        .hasMessage("scale: expected 9 numbers, one a row, got 8");
    assertThatThrownBy(() -> new SplitConformal(fit.score(), 1, 1, 30))
        .hasMessage("level: expected a value in (0, 1), got 1.0");
  }
}
