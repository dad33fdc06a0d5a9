package org.jeffreys.uncertainty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.jeffreys.core.Doubles;
import org.junit.jupiter.api.Test;

/** Crps, interval score, pinball loss, errors, PIT values and the calibration of quantiles. */
final class ScoresOfRealNumbersTest {
  private static final double ROUNDING = 1e-13;

  /** The defining integral by Simpson's rule on both sides of y, to about 1e-10. */
  private static double crpsByQuadrature(DoubleUnaryOperator cdf, double y, double reach) {
    DoubleUnaryOperator below = x -> Math.pow(cdf.applyAsDouble(x), 2);
    DoubleUnaryOperator above = x -> Math.pow(1 - cdf.applyAsDouble(x), 2);
    return simpson(below, y - reach, y) + simpson(above, y, y + reach);
  }

  private static double simpson(DoubleUnaryOperator f, double from, double to) {
    int panels = 4000;
    double step = (to - from) / panels;
    double sum = f.applyAsDouble(from) + f.applyAsDouble(to);
    for (int i = 1; i < panels; i++) {
      sum += (i % 2 == 0 ? 2 : 4) * f.applyAsDouble(from + i * step);
    }
    return sum * step / 3;
  }

  @Test
  void crpsIsTheIntegral() {
    for (int seed = 0; seed < 20; seed++) {
      var rng = new SplittableRandom(seed);
      int size = 1 + seed % 5;
      double[] loc = rng.doubles(size, -3, 3).toArray();
      double[] scale = rng.doubles(size, 0.3, 2).toArray();
      var mixture =
          new NormalMixture(
              Doubles.of(rng.doubles(size, 0.1, 5)), Doubles.of(loc), Doubles.of(scale));
      double y = rng.nextDouble(-6, 6);
      assertThat(mixture.crps(y))
          .as("seed %d", seed)
          .isEqualTo(crpsByQuadrature(mixture::cdf, y, 30), within(1e-8));
      assertThat(Crps.ofNormal(loc[0], scale[0], y))
          .isEqualTo(
              NormalMixture.of(new double[] {loc[0]}, new double[] {scale[0]}).crps(y),
              within(ROUNDING));
    }
  }

  @Test
  void crpsOfPointsIsThatOfTheirSample() {
    double[] draws = {1, -2, 0.5, 0.5, 4};
    NormalMixture points = NormalMixture.of(draws, new double[5]);
    for (double y : new double[] {-7, -2, 0.3, 0.5, 9}) {
      assertThat(Crps.ofSample(draws, y)).isEqualTo(points.crps(y), within(ROUNDING));
      assertThat(PitValues.ofSample(draws, y + 1e-9)).isEqualTo(points.cdf(y), within(ROUNDING));
    }
    assertThat(Crps.ofSample(new double[] {3}, 1)).isEqualTo(2);
    assertThat(PitValues.ofSample(draws, 0.5)).isEqualTo(0.4);
  }

  @Test
  void crpsHoldsFarOut() {
    assertThat(Crps.ofNormal(0, 1, 1e6)).isEqualTo(1e6 - 1 / Math.sqrt(Math.PI), within(1e-9));
    assertThat(Crps.ofNormal(2, 0, 5)).isEqualTo(3);
    assertThat(Crps.ofNormal(0, 1, 0))
        .isEqualTo((Math.sqrt(2) - 1) / Math.sqrt(Math.PI), within(ROUNDING));
  }

  /** Over samples, the fair score has the mean of the score of what they are from. */
  @Test
  void fairCrpsIsUnbiased() {
    var random = new Random(5);
    int repeats = 40_000;
    double[] gaps = new double[repeats];
    double[] unfair = new double[repeats];
    for (int i = 0; i < repeats; i++) {
      double[] draws = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
      gaps[i] = Crps.ofSampleFair(draws, 0.7) - Crps.ofNormal(0, 1, 0.7);
      unfair[i] = Crps.ofSample(draws, 0.7) - Crps.ofNormal(0, 1, 0.7);
    }
    MeanOverRows mean = MeanOverRows.of(gaps, "gaps");
    assertThat(mean.value()).isEqualTo(0, within(5 * mean.standardError()));
    MeanOverRows biased = MeanOverRows.of(unfair, "gaps");
    assertThat(biased.value()).isGreaterThan(5 * biased.standardError());
  }

  @Test
  void haveTheValuesOfTheirFormulas() {
    double[] targets = {1, 5, -1};
    Intervals intervals = Intervals.of(new double[] {0, 1, 0}, new double[] {2, 4, 2});
    assertThat(IntervalScore.of(intervals, targets, 0.8).value())
        .isEqualTo((2 + (3 + 10) + (2 + 10)) / 3.0, within(ROUNDING));
    assertThat(intervals.meanWidth()).isEqualTo(7 / 3.0, within(ROUNDING));
    assertThat(intervals.coverage(targets)).isEqualTo(new Proportion(1, 3));
    assertThat(PinballLoss.of(new double[] {0, 6, -1}, targets, 0.9).value())
        .isEqualTo((0.9 + 0.1) / 3, within(ROUNDING));
    assertThat(Rmse.of(new double[] {1, 2, 3}, targets).value())
        .isEqualTo(Math.sqrt(25 / 3.0), within(ROUNDING));
    assertThat(Mae.of(new double[] {1, 2, 3}, targets).value())
        .isEqualTo(7 / 3.0, within(ROUNDING));
    assertThat(Rmse.of(targets, targets)).isEqualTo(new Rmse(0, 0));
    Crps crps = Crps.of(new double[] {1, 2, 6});
    assertThat(crps.value()).isEqualTo(3, within(ROUNDING));
    assertThat(crps.standardError()).isEqualTo(Math.sqrt(7 / 3.0), within(ROUNDING));
  }

  /** The interval score is the pinball loss of both ends, times 2 / α. */
  @Test
  void intervalScoreIsThatOfItsQuantiles() {
    for (double y : new double[] {-2, 0.5, 3}) {
      double ends = PinballLoss.of(-1, y, 0.05) + PinballLoss.of(1.5, y, 0.95);
      assertThat(IntervalScore.of(new PredictionInterval(-1, 1.5), y, 0.9))
          .isEqualTo(2 / 0.1 * ends, within(1e-12));
    }
  }

  /** Of true predictions the curve stays within its intervals; of ones too narrow it does not. */
  @Test
  void quantilesOfTheTruthAreCalibrated() {
    var random = new Random(2);
    int rows = 20_000;
    double[] loc = random.doubles(rows, -2, 2).toArray();
    double[] scale = random.doubles(rows, 0.1, 3).toArray();
    double[] targets = new double[rows];
    Arrays.setAll(targets, row -> loc[row] + scale[row] * random.nextGaussian());
    var curve = QuantileReliability.of(PitValues.ofNormal(loc, scale, targets), 9);
    for (QuantileReliability.Point point : curve.points()) {
      Proportion.Bounds bounds = point.below().wilson(0.9999);
      assertThat(point.level()).isBetween(bounds.lower(), bounds.upper());
    }
    assertThat(curve.ece()).isLessThan(0.01);
    double[] narrow = Arrays.stream(scale).map(each -> each / Math.sqrt(2)).toArray();
    assertThat(QuantileReliability.of(PitValues.ofNormal(loc, narrow, targets), 9).ece())
        .isGreaterThan(0.04);
    assertThat(Crps.ofNormal(loc, scale, targets).value())
        .isLessThan(Crps.ofNormal(loc, narrow, targets).value());
  }

  @Test
  void refusesByName() {
    assertThatThrownBy(() -> Rmse.of(new double[] {1}, new double[] {1, 2}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("loc: expected 2 numbers, one a row, got 1");
    assertThatThrownBy(() -> Crps.ofNormal(new double[] {1}, new double[] {0}, new double[] {1}))
        .hasMessage("scale[0]: expected a finite value > 0, got 0.0");
    assertThatThrownBy(() -> Mae.of(new double[0], new double[0]))
        .hasMessage("number of targets: expected an integer >= 1, got 0");
    assertThatThrownBy(() -> Intervals.of(new double[] {1}, new double[] {0}))
        .hasMessage("upper[0]: expected a number >= 1.0, got 0.0");
    assertThatThrownBy(() -> NormalMixture.of(new double[] {0, 1}, new double[] {1}))
        .hasMessage("scale: expected 2 numbers, one a weight, got 1");
    assertThatThrownBy(() -> Crps.of(new double[] {1, Double.NaN}))
        .hasMessage("scores[1]: expected a number, got NaN");
  }
}
