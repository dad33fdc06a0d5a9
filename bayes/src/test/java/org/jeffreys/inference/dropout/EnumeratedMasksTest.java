package org.jeffreys.inference.dropout;

import static org.assertj.core.api.Assertions.assertThat;

import org.jeffreys.NativeMemory;
import org.jeffreys.predict.ClassPrediction;
import org.jeffreys.predict.Estimate;
import org.jeffreys.predict.Estimates;
import org.jeffreys.tensor.Rng;
import org.jeffreys.uncertainty.MutualInformation;
import org.jeffreys.uncertainty.PredictiveEntropy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Monte Carlo dropout agrees with the exact sum over all masks, within five of the standard errors
 * that it reports. The same comparison tells a rate that is 5 % off, and masks that do not enlarge.
 */
@Tag("slow")
@ExtendWith(NativeMemory.class)
final class EnumeratedMasksTest {
  private static final int DRAWS = 40_000;
  private static final double[][] ROWS = {{1, -0.5, 2}, {-1, 1, 0.3}, {0.2, 0.1, -0.4}, {3, 2, -1}};

  /** The largest distance between estimates and exact numbers, in standard errors. */
  private static double distance(ClassPrediction prediction, MaskEnumeration enumeration) {
    Estimates probs = prediction.probabilities();
    Estimates shares = prediction.voteShares();
    Estimates entropy = prediction.measure(new PredictiveEntropy());
    Estimates information = prediction.measure(new MutualInformation());
    double greatest = 0;
    for (int row = 0; row < ROWS.length; row++) {
      MaskEnumeration.Exact exact = enumeration.of(ROWS[row]);
      for (int k = 0; k < MaskEnumeration.CLASSES; k++) {
        int index = row * MaskEnumeration.CLASSES + k;
        greatest = Math.max(greatest, distance(probs.get(index), exact.probs().get(k)));
        greatest = Math.max(greatest, distance(shares.get(index), exact.voteShares().get(k)));
      }
      greatest = Math.max(greatest, distance(entropy.get(row), exact.entropy()));
      greatest = Math.max(greatest, distance(information.get(row), exact.information()));
    }
    return greatest;
  }

  private static double distance(Estimate estimate, double exact) {
    double error = Math.abs(estimate.value() - exact);
    return error < 1e-12 ? 0 : error / estimate.standardError();
  }

  /** The last rates are no multiples of 1/65536: masks have the nearest. */
  @ParameterizedTest
  @CsvSource({"false, 0.25, 0.5", "true, 0.25, 0.5", "false, 0.2, 0.3", "true, 0.2, 0.3"})
  void agreesWithTheSumOverAllMasks(boolean independent, double inputRate, double hiddenRate) {
    double first = 1 - Rng.realisedKeep(1 - inputRate);
    double second = 1 - Rng.realisedKeep(1 - hiddenRate);
    var config = new NoisePosterior.Config(DRAWS, independent, 64L << 20, 1);
    try (var posterior =
        new NoisePosterior(
            MaskEnumeration.model(inputRate, hiddenRate), MaskEnumeration.trained(), config, 7)) {
      ClassPrediction prediction = posterior.predict(ROWS).classification();
      assertThat(prediction.numChains()).isEqualTo(DRAWS);

      assertThat(distance(prediction, new MaskEnumeration(first, second, true))).isLessThan(5);

      var otherRate = new MaskEnumeration(1.05 * first, 1.05 * second, true);
      assertThat(distance(prediction, otherRate)).isGreaterThan(5);
      var notEnlarged = new MaskEnumeration(first, second, false);
      assertThat(distance(prediction, notEnlarged)).isGreaterThan(50);
    }
  }
}
