package org.jeffreys.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.jeffreys.predict.ClassPrediction;
import org.jeffreys.predict.RegressionPrediction;
import org.jeffreys.uncertainty.ExpectedEntropy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
final class InputNoiseTest {
  private static final double[][] PLACES = {{-2}, {0.5}, {2}};

  /** The noise is 0.45, 0.15 and 0.45; there are no data around 2. */
  @Test
  void tellsNoiseFromIgnorance() {
    RegressionPrediction prediction = InputNoise.regressionAt(PLACES);
    var noise = prediction.aleatoric().value();
    var ignorance = prediction.epistemic().value();
    assertThat(noise.get(0)).isBetween(0.36, 0.54);
    assertThat(noise.get(1)).isBetween(0.11, 0.19);
    assertThat(noise.get(2)).isBetween(0.3, 0.6);
    assertThat(ignorance.get(2)).isGreaterThan(3 * ignorance.get(0));
  }

  /** The entropies of flips at rates 0.05 and 0.3 are 0.20 and 0.61. */
  @Test
  void findsTheEntropyOfTheLabels() {
    ClassPrediction prediction = InputNoise.classificationAt(PLACES);
    var entropy = prediction.measure(new ExpectedEntropy()).value();
    assertThat(entropy.get(0)).isBetween(0.12, 0.28);
    assertThat(entropy.get(2)).isBetween(0.55, 0.67);
    assertThat(prediction.labels()).containsExactly(0, 1, 1);
  }
}
