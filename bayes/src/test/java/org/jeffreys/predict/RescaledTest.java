package org.jeffreys.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.jeffreys.core.Doubles;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RescaledTest {
  private static final double[] LOCATION = {100, -7};
  private static final double[] SCALE = {20, 0.1};

  static List<SampledPrediction> predictions() {
    Outputs outputs = Outputs.of(new double[] {0.1, -1, 2, 0.7, 1, 0.3, -0.4, 2}, 2, 2, 2);
    return List.of(
        SampledPrediction.of(outputs, 2, GaussianObservation.shared(0.5)),
        SampledPrediction.of(outputs, 2, new StudentTObservation(4, Doubles.of(0.5, 0.8))),
        SampledPrediction.of(outputs, 2, new DiagonalGaussianObservation(2, Doubles.of(0.5, 2))));
  }

  /** Everything of location + scale z is what it is of z. Failed with the log scale added. */
  @ParameterizedTest
  @MethodSource("predictions")
  void undoesStandardisation(SampledPrediction of) {
    RegressionPrediction rescaled = of.rescaled(LOCATION, SCALE);
    double[] z = {0.2, 1, -0.5, -3};
    double[] y = new double[4];
    for (int i = 0; i < 4; i++) {
      y[i] = LOCATION[i % 2] + SCALE[i % 2] * z[i];
    }
    double logScales = Math.log(SCALE[0]) + Math.log(SCALE[1]);
    for (int row = 0; row < 2; row++) {
      assertThat(rescaled.logProb(y).value().get(row))
          .isCloseTo(of.logProb(z).value().get(row) - logScales, within(1e-10));
    }
    for (int i = 0; i < 4; i++) {
      double scale = SCALE[i % 2];
      double location = LOCATION[i % 2];
      assertSame(rescaled.mean(), of.mean(), i, location, scale);
      assertSame(rescaled.quantile(0.1), of.quantile(0.1), i, location, scale);
      assertSame(rescaled.epistemicQuantile(0.7), of.epistemicQuantile(0.7), i, location, scale);
      assertSame(rescaled.standardDeviation(), of.standardDeviation(), i, 0, scale);
      assertSame(rescaled.aleatoric(), of.aleatoric(), i, 0, scale);
      assertSame(rescaled.epistemic(), of.epistemic(), i, 0, scale);
      assertSame(rescaled.crps(y), of.crps(z), i, 0, scale);
      assertSame(rescaled.cdf(y), of.cdf(z), i, 0, 1);
      assertSame(rescaled.cdfBelow(y), of.cdf(z), i, 0, 1);
    }
    assertThat(rescaled.isDiscrete()).isFalse();
  }

  private static void assertSame(
      Estimates actual, Estimates of, int index, double location, double scale) {
    double tolerance = 1e-8 * scale;
    assertThat(actual.value().get(index))
        .isCloseTo(location + scale * of.value().get(index), within(tolerance));
    double error = of.standardError().get(index);
    if (Double.isFinite(error)) {
      assertThat(actual.standardError().get(index)).isCloseTo(scale * error, within(tolerance));
    }
  }

  @ParameterizedTest
  @MethodSource("predictions")
  void weightsStay(SampledPrediction of) {
    var weighted = of.withLogWeights(Doubles.of(0, -1)).rescaled(LOCATION, SCALE);
    assertThat(weighted.weights()).isEqualTo(of.withLogWeights(Doubles.of(0, -1)).weights());
  }

  @ParameterizedTest
  @MethodSource("predictions")
  void namesWhatIsWrong(SampledPrediction of) {
    assertThatThrownBy(() -> of.rescaled(new double[1], SCALE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("location: expected 2 numbers, one an output, got 1");
    assertThatThrownBy(() -> of.rescaled(LOCATION, new double[] {1, 0}))
        .hasMessage("scale: expected a finite value > 0, got 0.0");
  }
}
