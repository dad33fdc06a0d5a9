package org.jeffreys.predict.conformal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.jeffreys.uncertainty.PredictionInterval;
import org.junit.jupiter.api.Test;

final class CqrTest {
  private static final int REPEATS = 20_000;

  /** Targets are uniform on (0, 1), so that the probability of an interval is its length there. */
  private static double covered(PredictionInterval interval) {
    return Math.max(0, Math.min(1, interval.upper()) - Math.max(0, interval.lower()));
  }

  @Test
  void coverageIsExactWhateverTheQuantiles() {
    int n = 30;
    double[] lower = new double[n];
    double[] upper = new double[n];
    Arrays.fill(lower, 0.4);
    Arrays.fill(upper, 0.5);
    double both = 0;
    double below = 0;
    double above = 0;
    var random = new Random(1);
    for (int i = 0; i < REPEATS; i++) {
      double[] targets = random.doubles(n).toArray();
      Cqr symmetric = Cqr.fit(lower, upper, targets, 0.9);
      both += covered(symmetric.intervals(lower, upper).get(0)) / REPEATS;
      Cqr each = Cqr.fitAsymmetric(lower, upper, targets, 0.9);
      PredictionInterval interval = each.intervals(lower, upper).get(0);
      below += Math.max(0, interval.lower()) / REPEATS;
      above += (1 - Math.min(1, interval.upper())) / REPEATS;
    }
    // 28 of 31, and of each side 30 of 31: ceil(31 * 0.95).
    assertThat(both).isEqualTo(28 / 31.0, within(5 * 0.052 / Math.sqrt(REPEATS)));
    assertThat(below).isEqualTo(1 / 31.0, within(5 * 0.032 / Math.sqrt(REPEATS)));
    assertThat(above).isEqualTo(1 / 31.0, within(5 * 0.032 / Math.sqrt(REPEATS)));
  }

  @Test
  void movesEndsByTheQuantileOfTheirErrors() {
    double[] lower = {0, 0, 0, 0};
    double[] upper = {1, 1, 1, 1};
    double[] targets = {-0.25, 0.5, 1.5, 0.75};
    Cqr wider = Cqr.fit(lower, upper, targets, 0.8);
    assertThat(wider).isEqualTo(new Cqr(0.8, 0.5, 0.5, true, 4));
    Cqr narrower = Cqr.fit(lower, upper, targets, 0.4);
    assertThat(narrower.lowerMargin()).isEqualTo(-0.25);
    assertThat(narrower.intervals(new double[] {0, 0}, new double[] {1, 0.25}).get(1))
        .isEqualTo(new PredictionInterval(0.125, 0.125));
  }

  @Test
  void asymmetricTakesTwiceAsMany() {
    assertThatThrownBy(() -> Cqr.fitAsymmetric(new double[18], new double[18], new double[18], 0.9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "calibration: expected at least 19 examples for level 0.95, got 18; lower the level or"
                + " calibrate with more");
  }
}
