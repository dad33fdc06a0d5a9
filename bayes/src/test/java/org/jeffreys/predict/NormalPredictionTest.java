package org.jeffreys.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.jeffreys.core.Doubles;
import org.jeffreys.core.NumericalException;
import org.jeffreys.core.StandardNormal;
import org.junit.jupiter.api.Test;

final class NormalPredictionTest {
  private static NormalPrediction twoRowsOfTwo() {
    return NormalPrediction.of(
        2,
        Doubles.of(1, 2, -3, 0.5),
        Doubles.of(4, 1, 1, 9, 0.25, -0.1, -0.1, 0.16),
        Doubles.of(3, 4, 0.5, 0.3));
  }

  @Test
  void partsAddUp() {
    NormalPrediction prediction = twoRowsOfTwo();
    assertThat(prediction.numRows()).isEqualTo(2);
    assertThat(prediction.numOutputs()).isEqualTo(2);
    assertThat(prediction.mean().value()).isEqualTo(Doubles.of(1, 2, -3, 0.5));
    assertThat(prediction.epistemic().value()).isEqualTo(Doubles.of(2, 3, 0.5, 0.4));
    assertThat(prediction.aleatoric().value()).isEqualTo(Doubles.of(3, 4, 0.5, 0.3));
    assertThat(prediction.standardDeviation().value().toArray())
        .containsExactly(new double[] {Math.sqrt(13), 5, Math.sqrt(0.5), 0.5}, within(1e-15));
    assertThat(prediction.mean().standardError()).isEqualTo(Doubles.of(0, 0, 0, 0));
  }

  @Test
  void quantilesAreThoseOfTheNormal() {
    NormalPrediction prediction = twoRowsOfTwo();
    double z = StandardNormal.quantile(0.95);
    Interval interval = prediction.interval(0.9);
    assertThat(interval.upper().value().get(1)).isCloseTo(2 + 5 * z, within(1e-12));
    assertThat(interval.lower().value().get(1)).isCloseTo(2 - 5 * z, within(1e-12));
    assertThat(prediction.epistemicQuantile(0.95).value().get(1))
        .isCloseTo(2 + 3 * z, within(1e-12));
    double[] at = prediction.quantile(0.3).value().toArray();
    assertThat(prediction.cdf(at).value().toArray())
        .containsExactly(new double[] {0.3, 0.3, 0.3, 0.3}, within(1e-12));
  }

  /** The density of two correlated normal numbers, written out. */
  @Test
  void logProbIsJointOverOutputs() {
    NormalPrediction prediction = twoRowsOfTwo();
    double[] targets = {0, 0, -2.5, 1};
    double[] found = prediction.logProb(targets).value().toArray();
    assertThat(found[0]).isCloseTo(joint(-1, -2, 13, 1, 25), within(1e-12));
    assertThat(found[1]).isCloseTo(joint(0.5, 0.5, 0.5, -0.1, 0.25), within(1e-12));
  }

  private static double joint(double x, double y, double xx, double xy, double yy) {
    double determinant = xx * yy - xy * xy;
    double square = (x * x * yy - 2 * x * y * xy + y * y * xx) / determinant;
    return -0.5 * square - 0.5 * Math.log(determinant) - Math.log(2 * Math.PI);
  }

  /** {@code ∫ (F(x) - 1[y <= x])² dx} by the trapezium rule. */
  @Test
  void crpsIsItsIntegral() {
    NormalPrediction prediction =
        NormalPrediction.of(1, Doubles.of(0.7), Doubles.of(0.5), Doubles.of(1.1));
    double scale = Math.sqrt(0.5 + 1.21);
    double target = 1.9;
    double step = 1e-4;
    double sum = 0;
    for (double x = target - 20 + step / 2; x < target + 20; x += step) {
      double excess = StandardNormal.cdf((x - 0.7) / scale) - (x >= target ? 1 : 0);
      sum += excess * excess * step;
    }
    assertThat(prediction.crps(new double[] {target}).value().get(0)).isCloseTo(sum, within(1e-6));
  }

  @Test
  void otherUnits() {
    NormalPrediction prediction = twoRowsOfTwo();
    NormalPrediction other = prediction.rescaled(new double[] {10, 20}, new double[] {2, 0.5});
    double[] targets = {0, 0, -2.5, 1};
    double[] moved = {10, 20, 5, 20.5};
    assertThat(other.mean().value()).isEqualTo(Doubles.of(12, 21, 4, 20.25));
    for (int row = 0; row < 2; row++) {
      // the factors 2 and 1/2 cancel in the density
      assertThat(other.logProb(moved).value().get(row))
          .isCloseTo(prediction.logProb(targets).value().get(row), within(1e-12));
    }
    assertThat(other.crps(moved).value().get(0))
        .isCloseTo(2 * prediction.crps(targets).value().get(0), within(1e-12));
  }

  @Test
  void refusesWhatDoesNotFit() {
    Doubles one = Doubles.of(1);
    assertThatThrownBy(() -> NormalPrediction.of(1, one, Doubles.of(1, 2), one))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("covariance: expected 1 numbers for [1, 1, 1], got 2");
    assertThatThrownBy(() -> NormalPrediction.of(1, one, Doubles.of(-1), one))
        .hasMessage("variance: expected a finite value >= 0, got -1.0");
    assertThatThrownBy(() -> NormalPrediction.of(1, one, one, Doubles.of(-0.1)))
        .hasMessage("noise: expected a finite value >= 0, got -0.1");
    assertThatThrownBy(() -> NormalPrediction.of(1, Doubles.of(Double.NaN), one, one))
        .isInstanceOf(NumericalException.class)
        .hasMessage("prediction: expected finite numbers, got NaN or infinity");
    assertThatThrownBy(() -> twoRowsOfTwo().logProb(new double[3]))
        .hasMessage("targets: expected 4 numbers for [2, 2], got 3");
  }
}
