package org.jeffreys.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jeffreys.core.Doubles;
import org.jeffreys.core.StandardNormal;
import org.jeffreys.diagnostic.Autoregression;
import org.junit.jupiter.api.Test;

/**
 * Standard errors are honest: over many predictions the mean of ((estimate - truth) / error)² is 1.
 *
 * <p>The mean function is N(0, 1) a posteriori and the noise has scale 0.5 or, inferred, a known
 * distribution; the truth is in closed form.
 */
final class StandardErrorTest {
  private static final int REPLICATES = 400;
  private static final double FIVE_SIGMA = 5 * Math.sqrt(2.0 / REPLICATES);
  private static final int CHAINS = 4;
  private static final int SAMPLES = 1_000;
  private static final int DRAWS = CHAINS * SAMPLES;
  private static final double CORRELATION = 0.7;

  private static final double TOTAL = Math.sqrt(1.25);

  @Test
  void ofTheMean() {
    isHonest(meanSquare(RegressionPrediction::mean, 0, false, CHAINS));
  }

  @Test
  void ofTheTotal() {
    isHonest(meanSquare(RegressionPrediction::standardDeviation, TOTAL, false, CHAINS));
  }

  @Test
  void ofTheEpistemic() {
    isHonest(meanSquare(RegressionPrediction::epistemic, 1, false, CHAINS));
  }

  @Test
  void ofAQuantile() {
    double truth = TOTAL * StandardNormal.quantile(0.975);
    isHonest(meanSquare(p -> p.quantile(0.975), truth, false, CHAINS));
  }

  @Test
  void ofAnEpistemicQuantile() {
    double truth = StandardNormal.quantile(0.1);
    isHonest(meanSquare(p -> p.epistemicQuantile(0.1), truth, false, CHAINS));
  }

  @Test
  void ofTheLogProbability() {
    double truth = StandardNormal.logProb(1 / TOTAL) - Math.log(TOTAL);
    isHonest(meanSquare(p -> p.logProb(new double[] {1}), truth, false, CHAINS));
  }

  @Test
  void ofWeightedDraws() {
    isHonest(meanSquare(RegressionPrediction::mean, 0.5, true, CHAINS));
    isHonest(meanSquare(RegressionPrediction::standardDeviation, TOTAL, true, CHAINS));
    double upper = 0.5 + TOTAL * StandardNormal.quantile(0.9);
    isHonest(meanSquare(p -> p.quantile(0.9), upper, true, CHAINS));
    double lower = 0.5 + StandardNormal.quantile(0.3);
    isHonest(meanSquare(p -> p.epistemicQuantile(0.3), lower, true, CHAINS));
  }

  /** The twin that takes draws for independent: its errors are too small by a factor of 2.4. */
  @Test
  void wouldNotBeHonestWithoutAutocorrelation() {
    assertThat(meanSquare(RegressionPrediction::mean, 0, false, DRAWS))
        .isGreaterThan(1 + 2 * FIVE_SIGMA);
    assertThat(meanSquare(p -> p.quantile(0.975), TOTAL * 1.959963984540054, false, DRAWS))
        .isGreaterThan(1 + 2 * FIVE_SIGMA);
  }

  @Test
  void ofTheAleatoricWhereTheNoiseIsInferred() {
    var rng = new SplittableRandom(5);
    double sum = 0;
    for (int k = 0; k < REPLICATES; k++) {
      double[] scales = draws(rng);
      Doubles scale = Doubles.of(Arrays.stream(scales).map(x -> Math.exp(0.3 * x)));
      var outputs = Outputs.of(new double[DRAWS], DRAWS, 1, 1);
      var prediction = SampledPrediction.of(outputs, CHAINS, new GaussianObservation(scale));
      // E[exp(0.6 x)] = exp(0.18)
      sum += square(prediction.aleatoric(), Math.exp(0.09)) / REPLICATES;
    }
    isHonest(sum);
  }

  private static void isHonest(double meanSquare) {
    assertThat(meanSquare).isEqualTo(1, within(FIVE_SIGMA));
  }

  /** Weights exp(x / 2), times decreasing steps, move N(0, 1) to N(0.5, 1). */
  private static double meanSquare(
      Function<RegressionPrediction, Estimates> statistic,
      double truth,
      boolean weighted,
      int numChains) {
    var rng = new SplittableRandom(4);
    double sum = 0;
    for (int k = 0; k < REPLICATES; k++) {
      double[] draws = draws(rng);
      var prediction =
          SampledPrediction.of(
              Outputs.of(draws, DRAWS, 1, 1), numChains, GaussianObservation.shared(0.5));
      double[] logWeights = new double[DRAWS];
      Arrays.setAll(logWeights, d -> draws[d] / 2 - 0.55 * Math.log(10 + d % SAMPLES));
      sum +=
          square(
                  statistic.apply(
                      weighted ? prediction.withLogWeights(Doubles.of(logWeights)) : prediction),
                  truth)
              / REPLICATES;
    }
    return sum;
  }

  private static double[] draws(SplittableRandom rng) {
    double[][] chains = Autoregression.chains(CORRELATION, CHAINS, SAMPLES, rng);
    return Arrays.stream(chains).flatMapToDouble(Arrays::stream).toArray();
  }

  private static double square(Estimates estimates, double truth) {
    Estimate estimate = estimates.get(0);
    double z = (estimate.value() - truth) / estimate.standardError();
    return z * z;
  }
}
