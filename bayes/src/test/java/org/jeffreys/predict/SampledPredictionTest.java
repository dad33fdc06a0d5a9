package org.jeffreys.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.jeffreys.core.Doubles;
import org.jeffreys.core.StandardNormal;
import org.jeffreys.diagnostic.Autoregression;
import org.jeffreys.diagnostic.MonteCarloError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SampledPredictionTest {
  private static final Offset<Double> ROUNDING = within(1e-12);

  /** 0.3 N(-1, 0.5²) + 0.7 N(2, 1.5²). */
  private static SampledPrediction mixtureOfTwo() {
    return SampledPrediction.of(
            Outputs.of(new double[] {-1, 2}, 2, 1, 1),
            2,
            new GaussianObservation(Doubles.of(0.5, 1.5)))
        .withLogWeights(Doubles.of(Math.log(3), Math.log(7)));
  }

  @Test
  void momentsFollowTheLawOfTotalVariance() {
    var prediction = mixtureOfTwo();
    double aleatoric = 0.3 * 0.25 + 0.7 * 2.25;
    double epistemic = 0.3 * 0.7 * 9;
    assertThat(value(prediction.mean())).isEqualTo(1.1, ROUNDING);
    assertThat(value(prediction.aleatoric())).isEqualTo(Math.sqrt(aleatoric), ROUNDING);
    assertThat(value(prediction.epistemic())).isEqualTo(Math.sqrt(epistemic), ROUNDING);
    assertThat(value(prediction.standardDeviation()))
        .isEqualTo(Math.sqrt(aleatoric + epistemic), ROUNDING);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-12, 1e-6, 0.025, 0.3, 0.5, 0.975, 1 - 1e-6})
  void quantileSolvesTheMixture(double p) {
    double y = value(mixtureOfTwo().quantile(p));
    double cdf = 0.3 * StandardNormal.cdf((y + 1) / 0.5) + 0.7 * StandardNormal.cdf((y - 2) / 1.5);
    assertThat(cdf / p).isEqualTo(1, within(1e-7));
  }

  /**
   * Noise far narrower than the gaps between the means: the distribution function is a staircase.
   */
  @Test
  void quantileClimbsAStaircase() {
    double[] outputs = new double[1_000];
    Arrays.setAll(outputs, draw -> draw * draw);
    var prediction =
        SampledPrediction.of(
            Outputs.of(outputs, 1_000, 1, 1), 1_000, GaussianObservation.shared(1e-3));
    assertThat(value(prediction.quantile(0.3005))).isEqualTo(90_000, within(1e-2));
    assertThat(value(prediction.quantile(0.9995))).isEqualTo(998_001, within(1e-2));
  }

  @Test
  void logProbIsThatOfTheMixtureJointlyOverOutputs() {
    var outputs = Outputs.of(new double[] {0, 1, 2, 3, 4, 5, 6, 7}, 2, 2, 2);
    var prediction = SampledPrediction.of(outputs, 2, GaussianObservation.shared(2));
    Estimates logProb = prediction.logProb(new double[] {0.5, 1.5, -1, 1e3});
    assertThat(logProb.size()).isEqualTo(2);
    double first =
        0.5 * Math.exp(normal(0.5, 0) + normal(1.5, 1))
            + 0.5 * Math.exp(normal(0.5, 4) + normal(1.5, 5));
    double second = normal(-1, 6) + normal(1e3, 7) + Math.log(0.5);
    assertThat(logProb.get(0).value()).isEqualTo(Math.log(first), ROUNDING);
    assertThat(logProb.get(1).value()).isEqualTo(second, within(1e-9));
  }

  private static double normal(double y, double loc) {
    return StandardNormal.logProb((y - loc) / 2) - Math.log(2);
  }

  @Test
  void intervalsAreTheirQuantiles() {
    var prediction = mixtureOfTwo();
    assertThat(prediction.interval(0.9).lower().value())
        .isEqualTo(prediction.quantile((1 - 0.9) / 2).value());
    assertThat(prediction.interval(0.9).upper().value())
        .isEqualTo(prediction.quantile(0.95).value());
    assertThat(value(prediction.epistemicInterval(0.5).lower())).isEqualTo(-1);
    assertThat(value(prediction.epistemicInterval(0.5).upper())).isEqualTo(2);
  }

  /** No error is known of one draw, and it says so: infinite, never NaN. */
  @Test
  void ofOneDrawIsItsComponent() {
    var prediction =
        SampledPrediction.of(
            Outputs.of(new float[] {3}, 1, 1, 1), 1, GaussianObservation.shared(2));
    double upper = 3 + 2 * StandardNormal.quantile(0.9);
    assertThat(estimate(prediction.mean())).isEqualTo(unknown(3));
    assertThat(estimate(prediction.standardDeviation())).isEqualTo(unknown(2));
    assertThat(estimate(prediction.aleatoric())).isEqualTo(unknown(2));
    assertThat(estimate(prediction.epistemic())).isEqualTo(unknown(0));
    assertThat(estimate(prediction.epistemicQuantile(0.9))).isEqualTo(unknown(3));
    assertThat(value(prediction.quantile(0.9))).isEqualTo(upper, within(1e-9));
    assertThat(prediction.quantile(0.9).get(0).standardError()).isInfinite();
    assertThat(estimate(prediction.logProb(new double[] {1}))).isEqualTo(unknown(normal(1, 3)));
  }

  /** A weight that is all but zero elsewhere leaves one draw, whatever its neighbours are. */
  @Test
  void ofOneDrawWithWeightIsItsComponent() {
    double none = Double.NEGATIVE_INFINITY;
    var prediction =
        SampledPrediction.of(
                Outputs.of(new double[] {1, 3, 5}, 3, 1, 1), 3, GaussianObservation.shared(2))
            .withLogWeights(Doubles.of(none, 0.7, none));
    assertThat(estimate(prediction.mean())).isEqualTo(unknown(3));
    assertThat(estimate(prediction.epistemicQuantile(0.1))).isEqualTo(unknown(3));
    assertThat(estimate(prediction.logProb(new double[] {5}))).isEqualTo(unknown(normal(5, 3)));
  }

  @Test
  void errorsAreInfiniteForOneShortChain() {
    var rng = new SplittableRandom(1);
    var prediction = prediction(Autoregression.chains(0, 1, 11, rng), 1, 1);
    assertThat(prediction.mean().get(0).standardError()).isInfinite();
    assertThat(prediction.quantile(0.1).get(0).standardError()).isInfinite();
    assertThat(prediction.aleatoric().get(0).standardError()).isZero();
  }

  @Test
  void independentDrawsAreChainsOfOne() {
    var prediction = prediction(new double[][] {{1}, {2}, {6}}, 3, 1);
    assertThat(estimate(prediction.mean()).standardError()).isEqualTo(Math.sqrt(7.0 / 3), ROUNDING);
    assertThat(estimate(prediction.epistemicQuantile(0.01)))
        .as("fewer than one draw lies beyond")
        .isEqualTo(unknown(1));
  }

  @Test
  void errorOfTheMeanIsTheMonteCarloErrorOfItsDraws() {
    double[][] chains = Autoregression.chains(0.7, 4, 500, new SplittableRandom(2));
    var prediction = prediction(chains, 4, 1);
    assertThat(prediction.mean().get(0).standardError())
        .isEqualTo(MonteCarloError.mean(chains), ROUNDING);
    assertThat(prediction.epistemicQuantile(0.8).get(0).standardError())
        .isEqualTo(MonteCarloError.quantile(chains, 0.8), within(1e-3));
  }

  /** 1, 2 or 3 copies of a draw are a draw of weight 1, 2 or 3. */
  @Test
  void weightsAreRepetitions() {
    double[] draws = {0.3, -1, 2.5, 4, 0.3, 1.25};
    int[] copies = {1, 3, 2, 1, 2, 3};
    double[] repeated = new double[12];
    int end = 0;
    for (int draw = 0; draw < draws.length; draw++) {
      Arrays.fill(repeated, end, end + copies[draw], draws[draw]);
      end += copies[draw];
    }
    var noise = GaussianObservation.shared(0.7);
    var weighted =
        SampledPrediction.of(Outputs.of(draws, 6, 1, 1), 6, noise)
            .withLogWeights(Doubles.of(Arrays.stream(copies).mapToDouble(Math::log)));
    var plain = SampledPrediction.of(Outputs.of(repeated, 12, 1, 1), 12, noise);
    sameValues(weighted, plain);
  }

  @Test
  void theOrderOfChainsIsIrrelevant() {
    double[][] chains = Autoregression.chains(0.5, 3, 200, new SplittableRandom(3));
    var one = prediction(chains, 3, 1);
    var other = prediction(new double[][] {chains[2], chains[0], chains[1]}, 3, 1);
    sameValues(one, other);
    assertThat(other.mean().get(0).standardError())
        .isEqualTo(one.mean().get(0).standardError(), ROUNDING);
    assertThat(other.quantile(0.9).get(0).standardError())
        .isEqualTo(one.quantile(0.9).get(0).standardError(), ROUNDING);
    assertThat(other.epistemicQuantile(0.9).get(0).standardError())
        .isEqualTo(one.epistemicQuantile(0.9).get(0).standardError(), ROUNDING);
  }

  private static void sameValues(RegressionPrediction one, RegressionPrediction other) {
    assertThat(value(one.mean())).isEqualTo(value(other.mean()), ROUNDING);
    assertThat(value(one.epistemic())).isEqualTo(value(other.epistemic()), ROUNDING);
    assertThat(value(one.standardDeviation()))
        .isEqualTo(value(other.standardDeviation()), ROUNDING);
    for (double p : new double[] {0.01, 0.25, 0.5, 0.77, 0.99}) {
      assertThat(value(one.quantile(p))).isEqualTo(value(other.quantile(p)), within(1e-8));
      assertThat(value(one.epistemicQuantile(p)))
          .isEqualTo(value(other.epistemicQuantile(p)), ROUNDING);
    }
    double[] target = {0.4};
    assertThat(value(one.logProb(target))).isEqualTo(value(other.logProb(target)), ROUNDING);
  }

  @Test
  void cellsAreRowMajor() {
    var outputs = Outputs.of(new float[] {1, 2, 3, 4, 5, 6}, 1, 2, 3);
    var prediction = SampledPrediction.of(outputs, 1, GaussianObservation.shared(1));
    assertThat(prediction.numRows()).isEqualTo(2);
    assertThat(prediction.numOutputs()).isEqualTo(3);
    assertThat(prediction.mean().value()).isEqualTo(Doubles.of(1, 2, 3, 4, 5, 6));
  }

  @Test
  void namesWhatIsWrong() {
    var outputs = Outputs.of(new float[] {1, 2, 3, 4}, 4, 1, 1);
    var noise = GaussianObservation.shared(1);
    assertThatThrownBy(() -> SampledPrediction.of(outputs, 3, noise))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("numChains: expected a divisor of 4 draws, got 3");
    var prediction = SampledPrediction.of(outputs, 4, noise);
    assertThatThrownBy(() -> prediction.withLogWeights(Doubles.of(0, 1)))
        .hasMessage("logWeights: expected 4 numbers, one a draw, got 2");
    assertThatThrownBy(() -> prediction.withLogWeights(Doubles.of(0, Double.NaN, 1, 1)))
        .hasMessage("logWeights: expected numbers below infinity, one of them finite, got NaN");
    assertThatThrownBy(() -> prediction.logProb(new double[2]))
        .hasMessage("targets: expected 1 numbers for [1, 1], got 2");
    assertThatThrownBy(() -> prediction.quantile(0))
        .hasMessage("p: expected a value in (0, 1), got 0.0");
    assertThatThrownBy(() -> prediction.interval(1))
        .hasMessage("level: expected a value in (0, 1), got 1.0");
  }

  private static SampledPrediction prediction(double[][] chains, int numChains, double scale) {
    double[] draws = Arrays.stream(chains).flatMapToDouble(Arrays::stream).toArray();
    return SampledPrediction.of(
        Outputs.of(draws, draws.length, 1, 1), numChains, GaussianObservation.shared(scale));
  }

  private static Estimate unknown(double value) {
    return new Estimate(value, Double.POSITIVE_INFINITY);
  }

  private static Estimate estimate(Estimates estimates) {
    return estimates.get(0);
  }

  private static double value(Estimates estimates) {
    return estimates.get(0).value();
  }
}
