package org.jeffreys.uncertainty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Accuracy, nll, Brier score, calibration error and reliability of labelled probabilities. */
final class ScoresOfProbabilitiesTest {
  private static final double ROUNDING = 1e-13;

  private static LabelledProbs four() {
    return LabelledProbs.of(
        new double[][] {{0.9, 0.1}, {0.8, 0.2}, {0.3, 0.7}, {0.6, 0.4}}, new int[] {0, 1, 1, 0});
  }

  @Test
  void haveTheValuesOfTheirFormulas() {
    assertThat(Accuracy.of(four()).value()).isEqualTo(0.75);
    double[] losses = {-Math.log(0.9), -Math.log(0.2), -Math.log(0.7), -Math.log(0.6)};
    double mean = (losses[0] + losses[1] + losses[2] + losses[3]) / 4;
    Nll nll = Nll.of(four());
    assertThat(nll.value()).isEqualTo(mean, within(ROUNDING));
    double variance = 0;
    for (double loss : losses) {
      variance += (loss - mean) * (loss - mean) / 3;
    }
    assertThat(nll.standardError()).isEqualTo(Math.sqrt(variance / 4), within(ROUNDING));
    Brier brier = Brier.of(four(), Binning.EQUAL_WIDTH, 10);
    assertThat(brier.value()).isEqualTo(2 * (0.01 + 0.64 + 0.09 + 0.16) / 4, within(ROUNDING));
    assertThat(brier.uncertainty()).isEqualTo(0.5, within(ROUNDING));
    CalibrationError error = CalibrationError.of(four(), Binning.EQUAL_WIDTH, 5);
    // Confidences 0.9 and 0.8 share a bin with accuracy ½; 0.7 and 0.6 one with accuracy 1.
    assertThat(error.ece()).isEqualTo((0.35 + 0.35) / 2, within(ROUNDING));
    assertThat(error.mce()).isEqualTo(0.35, within(ROUNDING));
  }

  @ParameterizedTest
  @EnumSource(Binning.class)
  void brierIsTheSumOfItsParts(Binning binning) {
    for (int seed = 0; seed < 100; seed++) {
      var rng = new SplittableRandom(seed);
      LabelledProbs predictions =
          RandomPredictions.labelled(1 + seed, 1 + seed % 5, seed % 3 == 0 ? 10 : 0, rng);
      Brier brier = Brier.of(predictions, binning, 1 + seed % 12);
      double sum =
          brier.reliability() - brier.resolution() + brier.uncertainty() + brier.withinBins();
      assertThat(sum).as("seed %d", seed).isEqualTo(brier.value(), within(ROUNDING));
      double score = 0;
      for (int row = 0; row < predictions.numRows(); row++) {
        for (int k = 0; k < predictions.numClasses(); k++) {
          double hit = predictions.label(row) == k ? 1 : 0;
          score += Math.pow(predictions.prob(row, k) - hit, 2) / predictions.numRows();
        }
      }
      assertThat(brier.value()).isEqualTo(score, within(ROUNDING));
      assertThat(brier.resolution()).isBetween(0.0, brier.uncertainty() + ROUNDING);
    }
  }

  /** Where each bin has one probability, Murphy's three parts suffice. */
  @Test
  void murphysPartsSufficeWhereBinsHaveOneProbability() {
    LabelledProbs predictions = RandomPredictions.labelled(500, 2, 4, new SplittableRandom(1));
    Brier brier = Brier.of(predictions, Binning.EQUAL_WIDTH, 1_000);
    assertThat(brier.withinBins()).isEqualTo(0, within(ROUNDING));
    assertThat(brier.value())
        .isEqualTo(
            brier.reliability() - brier.resolution() + brier.uncertainty(), within(ROUNDING));
  }

  @Test
  void edgesOfBins() {
    double[] probs = {0, 0.29, 0.3, 0.7, 1, 0.57, 0.58};
    assertThat(Binning.EQUAL_WIDTH.assign(probs, 100)).containsExactly(0, 29, 30, 70, 99, 57, 58);
    assertThat(Binning.EQUAL_MASS.assign(new double[] {0.4, 0.1, 0.3, 0.2, 0.5}, 2))
        .containsExactly(1, 0, 0, 0, 1);
    assertThat(Binning.EQUAL_MASS.assign(new double[] {0.5, 0.1, 0.5, 0.5}, 2))
        .containsExactly(1, 0, 1, 1);
    assertThat(Binning.EQUAL_MASS.assign(new double[] {1, 1, 1}, 3)).containsExactly(1, 1, 1);
    assertThatThrownBy(() -> Brier.of(four(), Binning.EQUAL_MASS, 0))
        .hasMessage("numBins: expected an integer >= 1, got 0");
  }

  @Test
  void equalMassNeverPartsTies() {
    for (int seed = 0; seed < 100; seed++) {
      var rng = new SplittableRandom(seed);
      double[] probs = rng.ints(50, 0, 1 + seed % 60).mapToDouble(i -> i / 60.0).toArray();
      int numBins = 1 + seed % 15;
      int[] bins = Binning.EQUAL_MASS.assign(probs, numBins);
      for (int i = 0; i < 50; i++) {
        assertThat(bins[i]).isBetween(0, numBins - 1);
        for (int j = 0; j < 50; j++) {
          assertThat(Integer.compare(bins[i], bins[j]) * Double.compare(probs[i], probs[j]))
              .as("seed %d", seed)
              .isNotNegative();
          assertThat(probs[i] == probs[j] && bins[i] != bins[j]).isFalse();
        }
      }
    }
  }

  @Test
  void equalMassHoldsEqualNumbers() {
    double[] probs = new SplittableRandom(2).doubles(103).toArray();
    int[] counts = new int[10];
    for (int bin : Binning.EQUAL_MASS.assign(probs, 10)) {
      counts[bin]++;
    }
    assertThat(counts).containsOnly(10, 11);
  }

  /** Labels drawn from the probabilities: the error vanishes, as 1 / sqrt(rows). */
  @ParameterizedTest
  @EnumSource(Binning.class)
  void aCalibratedPredictionHasLittleError(Binning binning) {
    LabelledProbs predictions = RandomPredictions.labelled(40_000, 4, 0, new SplittableRandom(4));
    CalibrationError error = CalibrationError.of(predictions, binning, 15);
    assertThat(error.ece()).isLessThan(0.01);
    assertThat(error.classwise()).isLessThan(0.01);
    Brier brier = Brier.of(predictions, binning, 15);
    assertThat(brier.reliability()).isLessThan(2e-3);
    ReliabilityCurve curve = ReliabilityCurve.ofConfidence(predictions, binning, 15);
    assertThat(curve.numRows()).isEqualTo(40_000);
    assertThat(curve.bins())
        .allSatisfy(
            bin -> {
              Proportion.Bounds bounds = bin.hits().wilson(0.9999);
              assertThat(bin.confidence()).isBetween(bounds.lower(), bounds.upper());
              assertThat(bin.confidence()).isBetween(bin.least(), bin.greatest());
            });
  }

  @Test
  void allRightAndAllWrong() {
    double[][] sure = {{1, 0}, {0, 1}};
    LabelledProbs right = LabelledProbs.of(sure, new int[] {0, 1});
    assertThat(Accuracy.of(right).value()).isEqualTo(1);
    assertThat(Nll.of(right)).isEqualTo(new Nll(0, 0));
    assertThat(Brier.of(right, Binning.EQUAL_WIDTH, 10).value()).isZero();
    assertThat(CalibrationError.of(right, Binning.EQUAL_MASS, 10))
        .isEqualTo(new CalibrationError(0, 0, 0));
    LabelledProbs wrong = LabelledProbs.of(sure, new int[] {1, 0});
    assertThat(Accuracy.of(wrong).value()).isZero();
    assertThat(Nll.of(wrong).value()).isInfinite();
    assertThat(Nll.of(wrong).standardError()).isNaN();
    assertThat(Brier.of(wrong, Binning.EQUAL_WIDTH, 10).value()).isEqualTo(2);
    assertThat(CalibrationError.of(wrong, Binning.EQUAL_WIDTH, 10))
        .isEqualTo(new CalibrationError(1, 1, 1));
    LabelledProbs single = LabelledProbs.of(new double[][] {{1}}, new int[] {0});
    assertThat(Brier.of(single, Binning.EQUAL_WIDTH, 1)).isEqualTo(new Brier(0, 0, 0, 0, 0));
    assertThat(Nll.of(single).standardError()).isNaN();
  }

  @Test
  void wilsonsInterval() {
    double z = 1.959963984540054;
    Proportion.Bounds bounds = new Proportion(8, 10).wilson(0.95);
    for (double end : new double[] {bounds.lower(), bounds.upper()}) {
      // Its ends are where the score test just rejects.
      assertThat(Math.abs(0.8 - end) / Math.sqrt(end * (1 - end) / 10)).isEqualTo(z, within(1e-9));
    }
    assertThat(bounds.lower()).isLessThan(0.8);
    assertThat(new Proportion(0, 5).wilson(0.9).lower()).isZero();
    assertThat(new Proportion(5, 5).wilson(0.9).upper()).isEqualTo(1);
    assertThat(new Proportion(0, 0).wilson(0.9)).isEqualTo(new Proportion.Bounds(0, 1));
    assertThat(new Proportion(0, 0).value()).isNaN();
    assertThatThrownBy(() -> new Proportion(3, 2))
        .hasMessage("successes: expected an integer in [0, 2], got 3");
  }

  @Test
  void refuseByName() {
    double[][] probs = {{0.5, 0.5}, {0.5, 0.5}};
    refuses("number of rows: expected an integer >= 1, got 0", new double[0][]);
    refuses("labels: expected 2, one a row, got 1", probs, 0);
    refuses("labels[1]: expected a class in [0, 2), got 2", probs, 0, 2);
    refuses("labels[0]: expected a class in [0, 2), got -1", probs, -1, 0);
    refuses("probs[0]: expected values in [0, 1], got NaN", new double[][] {{Double.NaN, 1}}, 0);
    refuses("probs[0]: expected the sum 1, got 0.5", new double[][] {{0.25, 0.25}}, 0);
    refuses("probs[1]: expected 2 classes, got 1", new double[][] {{0.5, 0.5}, {1}}, 0, 0);
    assertThatThrownBy(() -> Nll.of(new double[] {0, Double.NaN}))
        .hasMessage("logProbs[1]: expected a number below infinity, got NaN");
    assertThatThrownBy(() -> Nll.of(new double[0]))
        .hasMessage("number of logProbs: expected an integer >= 1, got 0");
  }

  private static void refuses(String message, double[][] probs, int... labels) {
    assertThatThrownBy(() -> LabelledProbs.of(probs, labels))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
