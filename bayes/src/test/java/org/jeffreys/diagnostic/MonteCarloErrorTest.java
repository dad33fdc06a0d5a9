package org.jeffreys.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.jeffreys.core.StandardNormal;
import org.junit.jupiter.api.Test;

final class MonteCarloErrorTest {
  private static final int REPLICATES = 400;

  /** 5 standard errors of the mean square of {@link #REPLICATES} normal numbers. */
  private static final double FIVE_SIGMA = 5 * Math.sqrt(2.0 / REPLICATES);

  @Test
  void ofTheMeanIsHonest() {
    assertThat(meanSquare(Chains::mean, MonteCarloError::mean, 0)).isEqualTo(1, within(FIVE_SIGMA));
  }

  @Test
  void ofTheStandardDeviationIsHonest() {
    assertThat(
            meanSquare(
                draws -> Math.sqrt(Chains.variance(Chains.flatten(draws))),
                MonteCarloError::standardDeviation,
                1))
        .isEqualTo(1, within(FIVE_SIGMA));
  }

  @Test
  void ofAQuantileIsHonest() {
    assertThat(
            meanSquare(
                draws -> Chains.quantile(Chains.sorted(draws), 0.9),
                draws -> MonteCarloError.quantile(draws, 0.9),
                StandardNormal.quantile(0.9)))
        .isEqualTo(1, within(FIVE_SIGMA));
  }

  @Test
  void wouldNotBeHonestWithoutAutocorrelation() {
    assertThat(
            meanSquare(
                Chains::mean,
                draws -> Math.sqrt(Chains.variance(Chains.flatten(draws)) / 2_000),
                0))
        .isGreaterThan(1 + 2 * FIVE_SIGMA);
  }

  @Test
  void isUndefinedForConstantDraws() {
    double[][] constant = {new double[50]};
    assertThat(MonteCarloError.mean(constant)).isNaN();
    assertThat(MonteCarloError.standardDeviation(constant)).isNaN();
    assertThat(MonteCarloError.quantile(constant, 0.5)).isNaN();
  }

  @Test
  void bandHoldsTheLevelWithTheProbabilityOfOneSigma() {
    // scipy 1.17.1: beta.ppf([0.1586553, 0.8413447], 401 * 0.3 + 1, 401 * 0.7 + 1)
    var band = MonteCarloError.band(0.3, 401);
    assertThat(band.lower()).isEqualTo(0.2781512597819253, within(1e-7));
    assertThat(band.upper()).isEqualTo(0.3238348614185818, within(1e-7));
  }

  /** The mean over replicates of ((estimate - truth) / error)², 1 where the error is honest. */
  private static double meanSquare(
      ToDoubleFunction<double[][]> estimate, ToDoubleFunction<double[][]> error, double truth) {
    var rng = new SplittableRandom(9);
    double sum = 0;
    for (int k = 0; k < REPLICATES; k++) {
      double[][] draws = Autoregression.chains(0.6, 4, 500, rng);
      double z = (estimate.applyAsDouble(draws) - truth) / error.applyAsDouble(draws);
      sum += z * z / REPLICATES;
    }
    return sum;
  }
}
