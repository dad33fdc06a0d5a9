package org.jeffreys.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.hipparchus.distribution.discrete.PascalDistribution;
import org.hipparchus.distribution.discrete.PoissonDistribution;
import org.jeffreys.core.Doubles;
import org.jeffreys.core.NumericalException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CountPredictionTest {
  /** 0.3 Poisson(2) + 0.7 Poisson(9). */
  private static SampledPrediction mixture() {
    Outputs outputs = Outputs.of(new double[] {0, Math.log(4.5)}, 2, 1, 1);
    return SampledPrediction.of(outputs, 2, new PoissonObservation(2))
        .withLogWeights(Doubles.of(Math.log(3), Math.log(7)));
  }

  private static double exactCdf(double y) {
    return 0.3 * new PoissonDistribution(2).cumulativeProbability((int) y)
        + 0.7 * new PoissonDistribution(9).cumulativeProbability((int) y);
  }

  private static double value(Estimates estimates) {
    return estimates.value().get(0);
  }

  @Test
  void momentsFollowTheLawOfTotalVariance() {
    SampledPrediction prediction = mixture();
    double mean = 0.3 * 2 + 0.7 * 9;
    assertThat(prediction.isDiscrete()).isTrue();
    assertThat(value(prediction.mean())).isCloseTo(mean, within(1e-12));
    assertThat(value(prediction.aleatoric())).isCloseTo(Math.sqrt(mean), within(1e-12));
    assertThat(value(prediction.epistemic())).isCloseTo(Math.sqrt(0.21) * 7, within(1e-12));
    assertThat(value(prediction.standardDeviation()))
        .isCloseTo(Math.sqrt(mean + 0.21 * 49), within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-9, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1 - 1e-9})
  void quantileIsTheLeastIntegerThatReachesIt(double p) {
    int expected = 0;
    while (exactCdf(expected) < p) {
      expected++;
    }
    assertThat(value(mixture().quantile(p))).isEqualTo(expected);
  }

  /** Of many mixtures, small counts and large, and of both distributions. */
  @Test
  void quantilesAreLeastForAllMixtures() {
    Random random = new Random(1);
    for (int trial = 0; trial < 300; trial++) {
      double[] outputs = random.doubles(1 + random.nextInt(6), -4, 9).toArray();
      ObservationModel model =
          trial % 2 == 0
              ? new PoissonObservation(0.5)
              : new NegativeBinomialObservation(0.5, Doubles.of(Math.exp(random.nextGaussian())));
      var prediction = SampledPrediction.of(Outputs.of(outputs, outputs.length, 1, 1), 1, model);
      double p = random.nextDouble();
      double y = value(prediction.quantile(p));
      assertThat(y).isEqualTo(Math.rint(y)).isNotNegative();
      assertThat(value(prediction.cdf(new double[] {y}))).isGreaterThanOrEqualTo(p);
      assertThat(value(prediction.cdfBelow(new double[] {y}))).isLessThan(p);
      if (y > 0) {
        assertThat(value(prediction.cdf(new double[] {y - 1})))
            .isEqualTo(value(prediction.cdfBelow(new double[] {y})));
      }
    }
  }

  /** A level that the function takes exactly is that integer's. */
  @Test
  void exactLevelsAreTheirIntegers() {
    SampledPrediction prediction = mixture();
    for (int y = 0; y < 20; y++) {
      double p = value(prediction.cdf(new double[] {y}));
      assertThat(value(prediction.quantile(p))).isEqualTo(y);
      assertThat(value(prediction.quantile(Math.nextUp(p)))).isEqualTo(y + 1);
    }
  }

  @Test
  void intervalsHoldTheirLevel() {
    Interval interval = mixture().interval(0.9);
    double lower = value(interval.lower());
    double upper = value(interval.upper());
    assertThat(exactCdf(upper) - (lower > 0 ? exactCdf(lower - 1) : 0)).isGreaterThan(0.9);
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "7", "15.5", "99", "100", "101", "200"})
  void distributionsAreAnothers(double y) {
    double[] target = {y};
    assertThat(value(mixture().cdf(target))).isCloseTo(exactCdf(Math.floor(y)), within(1e-13));
    for (double mean : new double[] {0.01, 3, 90, 105, 800}) {
      var poisson =
          SampledPrediction.of(
              Outputs.of(new double[] {Math.log(mean)}, 1, 1, 1), 1, new PoissonObservation(1));
      double expected = new PoissonDistribution(mean).cumulativeProbability((int) y);
      assertThat(value(poisson.cdf(target))).isCloseTo(expected, within(1e-10 * expected));
      var binomial =
          SampledPrediction.of(
              Outputs.of(new double[] {Math.log(mean)}, 1, 1, 1),
              1,
              new NegativeBinomialObservation(1, Doubles.of(4)));
      expected = new PascalDistribution(4, 4 / (4 + mean)).cumulativeProbability((int) y);
      assertThat(value(binomial.cdf(target))).isCloseTo(expected, within(1e-10 * expected));
    }
  }

  @Test
  void logProbIsThatOfTheMixture() {
    for (int y : new int[] {0, 3, 30}) {
      double expected =
          0.3 * new PoissonDistribution(2).probability(y)
              + 0.7 * new PoissonDistribution(9).probability(y);
      assertThat(value(mixture().logProb(new double[] {y})))
          .isCloseTo(Math.log(expected), within(1e-11));
    }
    assertThat(value(mixture().logProb(new double[] {1.5}))).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(value(mixture().cdf(new double[] {-1}))).isZero();
  }

  /** The middle of both ends of the jump is uniform to its first moment, whatever the counts. */
  @Test
  void bothEndsOfTheJumpAverageToOneHalf() {
    SampledPrediction prediction = mixture();
    double sum = 0;
    for (int y = 0; y < 60; y++) {
      double[] target = {y};
      double middle = value(prediction.cdf(target)) / 2 + value(prediction.cdfBelow(target)) / 2;
      sum += Math.exp(value(prediction.logProb(target))) * middle;
    }
    assertThat(sum).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void largeCountsAreServed() {
    double mean = 1e6;
    var prediction =
        SampledPrediction.of(
            Outputs.of(new double[] {Math.log(mean)}, 1, 1, 1), 1, new PoissonObservation(1));
    double median = value(prediction.quantile(0.5));
    assertThat(median).isBetween(mean - 1, mean + 1);
    // Cornish and Fisher: z √λ + (z² - 1) / 6
    assertThat(value(prediction.quantile(0.975)))
        .isCloseTo(mean + 1.959963985 * 1000 + 0.47, within(1.0));
    assertThat(value(prediction.logProb(new double[] {mean})))
        .isCloseTo(-0.5 * Math.log(2 * Math.PI * mean) - 1 / (12 * mean), within(1e-9));
  }

  /** The error of a quantile is what its level's error makes of it, in integers. */
  @Test
  void errorsOfQuantilesAreInIntegers() {
    double[] outputs = new double[400];
    Random random = new Random(4);
    Arrays.setAll(outputs, draw -> 4 + 0.3 * random.nextGaussian());
    var prediction =
        SampledPrediction.of(Outputs.of(outputs, 400, 1, 1), 400, new PoissonObservation(1));
    Estimate quantile = prediction.quantile(0.9).get(0);
    assertThat(quantile.standardError()).isBetween(0.5, 6.0);
    assertThat(2 * quantile.standardError()).isEqualTo(Math.rint(2 * quantile.standardError()));
  }

  @Test
  void namesWhatIsWrong() {
    assertThatThrownBy(() -> mixture().rescaled(new double[1], new double[] {1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rescaled: expected a prediction of real numbers, got one of counts");
    assertThatThrownBy(() -> mixture().crps(new double[] {1.5}))
        .hasMessage("targets: expected counts 0, 1, 2, …, got 1.5");
    Outputs diverged = Outputs.of(new double[] {1, 40}, 1, 2, 1);
    assertThatThrownBy(() -> SampledPrediction.of(diverged, 1, new PoissonObservation(1)))
        .isInstanceOf(NumericalException.class)
        .hasMessage(
            "log expected count: expected a number <= 36, got 40.0 in draw 0, row 1, output 0;"
                + " leave out draws that diverged");
    assertThatThrownBy(
            () ->
                SampledPrediction.of(
                    diverged, 1, new NegativeBinomialObservation(1, Doubles.of(1, 2))))
        .hasMessage("concentration: expected 1 number or 1, one a draw, got 2");
  }
}
