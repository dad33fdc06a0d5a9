package org.jeffreys.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.jeffreys.core.Doubles;
import org.jeffreys.diagnostic.Autoregression;
import org.jeffreys.uncertainty.ClassDraws;
import org.jeffreys.uncertainty.UncertaintyMeasure;
import org.jeffreys.uncertainty.UncertaintyMeasures;
import org.junit.jupiter.api.Test;

/**
 * Standard errors of measures are honest: over many predictions the mean of ((estimate - truth) /
 * error)² is 1. The logits of three classes are autocorrelated normal chains.
 */
final class MeasureErrorTest {
  private static final int REPLICATES = 300;
  private static final double FIVE_SIGMA = 5 * Math.sqrt(2.0 / REPLICATES);
  private static final double CORRELATION = 0.5;
  private static final int CHAINS = 4;
  private static final int SAMPLES = 500;
  private static final int DRAWS = CHAINS * SAMPLES;
  private static final double[] LOCATIONS = {0.5, 0, -1};
  private static final List<UncertaintyMeasure> MEASURES = UncertaintyMeasures.all();

  @Test
  void ofAllMeasures() {
    double[] squares = meanSquares(CORRELATION, CHAINS, false);
    for (int m = 0; m < squares.length; m++) {
      assertThat(squares[m]).as(MEASURES.get(m).name()).isEqualTo(1, within(FIVE_SIGMA));
    }
  }

  @Test
  void ofIndependentWeightedDraws() {
    double[] squares = meanSquares(0, DRAWS, true);
    for (int m = 0; m < squares.length; m++) {
      assertThat(squares[m]).as(MEASURES.get(m).name()).isEqualTo(1, within(FIVE_SIGMA));
    }
  }

  /** The twin that takes draws for independent: its errors are too small, by up to √3. */
  @Test
  void wouldNotBeHonestWithoutAutocorrelation() {
    double[] squares = meanSquares(CORRELATION, DRAWS, false);
    assertThat(squares[0]).isGreaterThan(1 + FIVE_SIGMA);
    assertThat(squares[8]).isGreaterThan(1 + FIVE_SIGMA);
  }

  /** Weights exp(x / 2) of the first logit x move its location by ½. */
  private static double[] meanSquares(double correlation, int numChains, boolean weighted) {
    double[] truths = truths(weighted);
    var rng = new SplittableRandom(11);
    double[] sums = new double[MEASURES.size()];
    for (int replicate = 0; replicate < REPLICATES; replicate++) {
      double[] flat = logits(correlation, rng);
      var prediction = ClassPrediction.of(Outputs.of(flat, DRAWS, 1, 3), numChains);
      if (weighted) {
        double[] logWeights = new double[DRAWS];
        for (int draw = 0; draw < DRAWS; draw++) {
          logWeights[draw] = flat[draw * 3] / 2;
        }
        prediction = prediction.withLogWeights(Doubles.of(logWeights));
      }
      var all = prediction.measures(MEASURES);
      for (int m = 0; m < sums.length; m++) {
        Estimate estimate = all.of(MEASURES.get(m)).get(0);
        double z = (estimate.value() - truths[m]) / estimate.standardError();
        sums[m] += z * z / REPLICATES;
      }
    }
    return sums;
  }

  /** The values with a thousand times as many draws. */
  private static double[] truths(boolean weighted) {
    var rng = new SplittableRandom(12);
    double[][] logits = new double[1_000_000][3];
    for (double[] draw : logits) {
      for (int k = 0; k < 3; k++) {
        draw[k] = LOCATIONS[k] + (weighted && k == 0 ? 0.5 : 0) + rng.nextGaussian();
      }
    }
    ClassDraws draws = ClassDraws.of(logits);
    return MEASURES.stream().mapToDouble(measure -> measure.of(draws).value()).toArray();
  }

  private static double[] logits(double correlation, SplittableRandom rng) {
    double[] flat = new double[DRAWS * 3];
    for (int k = 0; k < 3; k++) {
      double[][] chains = Autoregression.chains(correlation, CHAINS, SAMPLES, rng);
      for (int draw = 0; draw < DRAWS; draw++) {
        flat[draw * 3 + k] = LOCATIONS[k] + chains[draw / SAMPLES][draw % SAMPLES];
      }
    }
    return flat;
  }
}
