package org.jeffreys.predict.conformal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jeffreys.core.Doubles;
import org.jeffreys.uncertainty.PredictionInterval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CvPlusTest {

  /** Least squares through the origin; returns the slope without a fold (-1 leaves out none). */
  private static double slope(double[] x, double[] y, int[] folds, int fold) {
    double xy = 0;
    double xx = 0;
    for (int i = 0; i < x.length; i++) {
      xy += folds[i] == fold ? 0 : x[i] * y[i];
      xx += folds[i] == fold ? 0 : x[i] * x[i];
    }
    return xy / xx;
  }

  /** The bound holds, and coverage is near the level. */
  @ParameterizedTest
  @CsvSource({"20, 20", "20, 5", "23, 4", "60, 10"})
  void coverageIsAboveTheBound(int size, int numFolds) {
    var random = new Random(size + numFolds);
    int repeats = 4000;
    int[] folds = new int[size];
    Arrays.setAll(folds, i -> i % numFolds);
    int held = 0;
    double bound = 1;
    for (int i = 0; i < repeats; i++) {
      double[] x = new double[size + 1];
      double[] y = new double[size + 1];
      for (int row = 0; row <= size; row++) {
        x[row] = random.nextGaussian();
        y[row] = 2 * x[row] + random.nextGaussian();
      }
      double[] own = Arrays.copyOf(x, size);
      double[] targets = Arrays.copyOf(y, size);
      double[] loc = new double[size];
      double[][] next = new double[numFolds][1];
      for (int fold = 0; fold < numFolds; fold++) {
        double slope = slope(own, targets, folds, fold);
        next[fold][0] = slope * x[size];
        for (int row = fold; row < size; row += numFolds) {
          loc[row] = slope * x[row];
        }
      }
      CvPlus fit = CvPlus.fit(new AbsoluteResidual(), loc, targets, folds, 0.9);
      held += fit.intervals(next).get(0).contains(y[size]) ? 1 : 0;
      bound = fit.bound();
    }
    double error = 5 * Math.sqrt(0.9 * 0.1 / repeats);
    assertThat((double) held / repeats).isBetween(bound - error, 1.0);
    assertThat((double) held / repeats).isBetween(0.9 - error, 0.96);
  }

  @Test
  void boundsAreThoseOfTheTheorem() {
    assertThat(of(20, 20, 0.9).bound()).isEqualTo(0.8, within(1e-12));
    assertThat(of(100, 10, 0.9).bound()).isEqualTo(0.8 - 0.9 / 11, within(1e-12));
    // 1 - 2 (10 - 1 + 2) / (102)
    assertThat(of(100, 2, 0.9).bound()).isEqualTo(1 - 22 / 102.0, within(1e-12));
    // folds of 3 and 4: 1 - 2 (floor(0.1 * 24) - 1 + 6) / (23 + 6)
    assertThat(of(23, 6, 0.9).bound()).isEqualTo(1 - 14 / 29.0, within(1e-12));
    assertThat(of(20, 19, 0.9).bound()).isZero();
    assertThat(of(20, 19, 0.9).guarantee()).contains("none that is proved");
  }

  private static CvPlus of(int size, int numFolds, double level) {
    List<Integer> folds = IntStream.range(0, size).mapToObj(i -> i % numFolds).toList();
    return new CvPlus(new AbsoluteResidual(), level, Doubles.of(new double[size]), folds);
  }

  /**
   * Against counting: a number is out if too many lower ends exceed it, or upper ends fall short.
   */
  @Test
  void intervalsAreQuantilesOfEnds() {
    var random = new Random(2);
    double[] scores = random.doubles(19).toArray();
    int[] folds = new int[19];
    Arrays.setAll(folds, i -> i % 3);
    CvPlus fit =
        CvPlus.fit(
            new StandardisedResidual(),
            new double[19],
            Arrays.stream(new double[19]).map(each -> 1).toArray(),
            scores,
            folds,
            0.8);
    double[][] loc = {{0.1}, {0.3}, {-0.2}};
    double[][] scale = {{1}, {2}, {0.5}};
    PredictionInterval interval = fit.intervals(loc, scale).get(0);
    for (double y = -3; y <= 3; y += 0.01) {
      int above = 0;
      int below = 0;
      for (int i = 0; i < 19; i++) {
        double half = scores[i] * scale[folds[i]][0];
        above += loc[folds[i]][0] - half > y ? 1 : 0;
        below += loc[folds[i]][0] + half < y ? 1 : 0;
      }
      // floor(20 * 0.2) = 4 lower ends may lie at or below, ceil(20 * 0.8) = 16 upper ones.
      assertThat(interval.contains(y)).isEqualTo(19 - above >= 4 && below < 16);
    }
  }

  @Test
  void refusesByName() {
    assertThatThrownBy(() -> of(8, 2, 0.9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "calibration: expected at least 9 examples for level 0.9, got 8; lower the level or"
                + " calibrate with more");
    assertThatThrownBy(() -> of(9, 1, 0.9))
        .hasMessage("number of folds: expected an integer >= 2, got 1");
    assertThatThrownBy(
            () -> new CvPlus(new AbsoluteResidual(), 0.5, Doubles.of(new double[2]), List.of(0, 2)))
        .hasMessage("number of examples in fold 1: expected an integer >= 1, got 0");
    assertThatThrownBy(() -> of(9, 3, 0.9).intervals(new double[2][1]))
        .hasMessage("loc: expected 3 rows, one a fold, got 2");
  }
}
