package org.jeffreys.predict.conformal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.jeffreys.core.Doubles;
import org.junit.jupiter.api.Test;

final class MondrianIntervalsTest {
  private static final int[] GROUPS = new int[50];

  static {
    Arrays.fill(GROUPS, 30, 50, 1);
  }

  /** Group 1 errs ten times as much; one threshold for both would serve neither. */
  @Test
  void eachGroupHasItsCoverage() {
    var random = new Random(1);
    double[] ones = new double[50];
    Arrays.fill(ones, 1);
    int repeats = 10_000;
    double[] held = new double[2];
    double marginal = 0;
    for (int i = 0; i < repeats; i++) {
      double[] errors = new double[50];
      Arrays.setAll(errors, row -> -Math.log1p(-random.nextDouble()) * (GROUPS[row] == 1 ? 10 : 1));
      var fit =
          MondrianIntervals.fit(
              new AbsoluteResidual(), new double[50], ones, errors, GROUPS, 2, 0.9);
      held[0] -= Math.expm1(-fit.thresholds().get(0)) / repeats;
      held[1] -= Math.expm1(-fit.thresholds().get(1) / 10) / repeats;
      var split = SplitConformal.fit(new AbsoluteResidual(), new double[50], errors, 0.9);
      marginal -= Math.expm1(-split.threshold() / 10) / repeats;
    }
    assertThat(held[0]).isEqualTo(28 / 31.0, within(5 * 0.052 / Math.sqrt(repeats)));
    assertThat(held[1]).isEqualTo(19 / 21.0, within(5 * 0.063 / Math.sqrt(repeats)));
    assertThat(marginal).isLessThan(0.8);
  }

  @Test
  void rowsHaveTheThresholdOfTheirGroup() {
    var fit =
        new MondrianIntervals(new AbsoluteResidual(), 0.9, Doubles.of(1, 5), Doubles.of(20, 30));
    var intervals = fit.intervals(new double[2], new double[] {1, 1}, new int[] {1, 0});
    assertThat(intervals.upper()).isEqualTo(Doubles.of(5, 1));
    assertThatThrownBy(() -> fit.intervals(new double[1], new double[] {1}, new int[] {2}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("group: expected an index in [0, 2), got 2");
    assertThatThrownBy(
            () ->
                new MondrianIntervals(
                    new AbsoluteResidual(), 0.9, Doubles.of(1, 5), Doubles.of(20, 3)))
        .hasMessage(
            "group 1: expected at least 9 examples for level 0.9, got 3; lower the level or"
                + " calibrate with more");
  }
}
