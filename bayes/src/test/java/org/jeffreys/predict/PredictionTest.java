package org.jeffreys.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class PredictionTest {
  private static final Outputs OUTPUTS = Outputs.of(new double[] {0, 1, 2, 3}, 2, 1, 2);

  @Test
  void isOneKindAndRefusesTheOther() {
    Prediction regression = SampledPrediction.of(OUTPUTS, 1, GaussianObservation.shared(1));
    Prediction classification = ClassPrediction.of(OUTPUTS, 1);

    assertThat(regression.regression()).isSameAs(regression);
    assertThat(classification.classification()).isSameAs(classification);
    assertThatThrownBy(regression::classification)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("prediction: expected a classification, got a regression; use regression()");
    assertThatThrownBy(classification::regression)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "prediction: expected a regression, got a classification; use classification()");
  }

  @Test
  void knowsItsDraws() {
    Prediction prediction = ClassPrediction.of(OUTPUTS, 2);
    assertThat(prediction.numRows()).isEqualTo(1);
    assertThat(prediction.numDraws()).isEqualTo(2);
    assertThat(prediction.numChains()).isEqualTo(2);
  }
}
