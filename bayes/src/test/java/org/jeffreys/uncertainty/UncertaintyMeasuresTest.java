package org.jeffreys.uncertainty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jeffreys.core.Doubles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every measure, and the values of each. */
final class UncertaintyMeasuresTest {
  private static final double ROUNDING = 1e-14;

  static List<UncertaintyMeasure> measures() {
    return UncertaintyMeasures.all();
  }

  @Test
  void haveNames() {
    assertThat(UncertaintyMeasures.names())
        .doesNotHaveDuplicates()
        .allMatch(n -> n.matches("[a-z-]+"));
    assertThat(UncertaintyMeasures.named("margin")).isEqualTo(new Margin());
    assertThatThrownBy(() -> UncertaintyMeasures.named("doubt"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "measure: expected one of [predictive-entropy, normalised-entropy, expected-entropy,"
                + " mutual-information, softmax-variance, mean-standard-deviation,"
                + " variation-ratio, vote-entropy, max-probability, margin, energy], got 'doubt'");
  }

  /** One draw (¼, ¾) weighs ¾, the other (⅘, ⅕) ¼. */
  @Test
  void haveTheValuesOfTheirFormulas() {
    var draws =
        ClassDraws.of(new double[][] {{0, Math.log(3)}, {Math.log(4), 0}}, Doubles.of(3, 1));
    double mean = 0.3875;
    double total = entropy(mean, 1 - mean);
    double aleatoric = 0.75 * entropy(0.25, 0.75) + 0.25 * entropy(0.8, 0.2);
    double variance = 0.75 * 0.25 * 0.55 * 0.55;
    double[] expected = {
      total,
      total / Math.log(2),
      aleatoric,
      total - aleatoric,
      2 * variance,
      Math.sqrt(variance),
      0.25,
      entropy(0.25, 0.75),
      1 - mean,
      1 - 2 * mean,
      -0.75 * Math.log(4) - 0.25 * Math.log(5)
    };
    for (int m = 0; m < expected.length; m++) {
      UncertaintyMeasure measure = measures().get(m);
      assertThat(measure.of(draws).value())
          .as(measure.name())
          .isEqualTo(expected[m], within(ROUNDING));
    }
    assertThat(expected).hasSameSizeAs(measures());
  }

  /** The derivative along a draw's weight, by central differences, is the centred influence. */
  @ParameterizedTest
  @MethodSource("measures")
  void influenceIsTheDerivativeByTheWeights(UncertaintyMeasure measure) {
    for (int seed = 0; seed < 20; seed++) {
      var rng = new SplittableRandom(seed);
      double[][] logits = RandomPredictions.logits(5, 3, 2, rng);
      double[] weights = rng.doubles(5, 0.1, 1).toArray();
      double sum = Arrays.stream(weights).sum();
      Linearised at = measure.of(ClassDraws.of(logits, Doubles.of(weights)));
      double centre =
          IntStream.range(0, 5).mapToDouble(d -> weights[d] / sum * at.influence().get(d)).sum();
      for (int d = 0; d < 5; d++) {
        double step = 1e-5;
        double above = measure.of(ClassDraws.of(logits, moved(weights, d, step * sum))).value();
        double below = measure.of(ClassDraws.of(logits, moved(weights, d, -step * sum))).value();
        assertThat(at.influence().get(d) - centre)
            .as("seed %d, draw %d", seed, d)
            .isEqualTo((above - below) / (2 * step), within(1e-7));
      }
    }
  }

  private static Doubles moved(double[] weights, int draw, double by) {
    double[] moved = weights.clone();
    moved[draw] += by;
    return Doubles.of(moved);
  }

  @ParameterizedTest
  @MethodSource("measures")
  void certaintyIsExact(UncertaintyMeasure measure) {
    double[][] far = new double[7][];
    Arrays.fill(far, new double[] {-1e5, 0, -1e5});
    double[][] impossible = new double[49][];
    double never = Double.NEGATIVE_INFINITY;
    Arrays.fill(impossible, new double[] {never, 0, never});
    double[][] single = {{0}, {0}, {0}};
    for (double[][] logits : List.of(far, impossible, single)) {
      Linearised certain = measure.of(ClassDraws.of(logits));
      assertThat(certain.value()).isEqualTo(measure.higherIsUncertain() ? 0.0 : 1.0);
      assertThat(certain.influence().stream().distinct().count()).isEqualTo(1);
    }
  }

  /** Also where a draw without weight holds for possible what no other does. */
  @ParameterizedTest
  @MethodSource("measures")
  void isFiniteWhereSomeDrawsAreCertain(UncertaintyMeasure measure) {
    double never = Double.NEGATIVE_INFINITY;
    double[][] logits = {{0, never, never}, {never, 0, never}, {0, 0, 0}};
    Linearised result = measure.of(ClassDraws.of(logits, Doubles.of(1, 1, 0)));
    assertThat(result.value()).isFinite();
    assertThat(result.influence().stream()).allMatch(Double::isFinite);
    assertThat(new MutualInformation().of(ClassDraws.of(logits, Doubles.of(1, 1, 0))).value())
        .isEqualTo(Math.log(2), within(ROUNDING));
  }

  @Test
  void totalIsAleatoricPlusEpistemic() {
    for (int seed = 0; seed < 200; seed++) {
      var rng = new SplittableRandom(seed);
      ClassDraws draws = RandomPredictions.draws(1 + seed % 11, 1 + seed % 7, seed % 13, rng);
      double epistemic = new MutualInformation().of(draws).value();
      double parts = new ExpectedEntropy().of(draws).value() + epistemic;
      double total = new PredictiveEntropy().of(draws).value();
      assertThat(parts).as("seed %d", seed).isEqualTo(total, within(ROUNDING));
      assertThat(epistemic).isNotNegative();
      assertThat(total).isBetween(0.0, Math.log(draws.numClasses()) + ROUNDING);
    }
  }

  /** For probabilities ½ ± δ it is 2δ² + 4δ⁴/3 …, where the difference of entropies is noise. */
  @Test
  void mutualInformationIsPreciseWhereSmall() {
    for (double delta : new double[] {1e-2, 1e-5, 1e-7}) {
      double logit = Math.log1p(2 * delta) - Math.log1p(-2 * delta);
      var draws = ClassDraws.of(new double[][] {{logit, 0}, {0, logit}});
      double expected = 2 * delta * delta * (1 + 2 * delta * delta / 3);
      assertThat(new MutualInformation().of(draws).value() / expected)
          .isEqualTo(1, within(Math.max(1e-7, 1e-16 / delta * 10)));
    }
    double[][] same = new double[3][];
    Arrays.fill(same, new double[] {0.1, 0.7, -3});
    assertThat(new MutualInformation().of(ClassDraws.of(same)).value()).isEqualTo(0.0);
  }

  /** With 8 draws the entropy is 0.028 too small; less its estimated bias by 0.0004. */
  @Test
  void biasThroughFewDrawsIsEstimated() {
    var rng = new SplittableRandom(7);
    double truth =
        new PredictiveEntropy()
            .of(ClassDraws.of(RandomPredictions.logits(200_000, 3, 1, rng)))
            .value();
    double plain = 0;
    double corrected = 0;
    int replicates = 20_000;
    for (int k = 0; k < replicates; k++) {
      ClassDraws draws = ClassDraws.of(RandomPredictions.logits(8, 3, 1, rng));
      double entropy = new PredictiveEntropy().of(draws).value();
      plain += (entropy - truth) / replicates;
      corrected += (entropy - PredictiveEntropy.fewDrawsBias(draws) - truth) / replicates;
    }
    assertThat(plain).isLessThan(-0.02);
    assertThat(Math.abs(corrected)).isLessThan(-plain / 8);
    assertThat(PredictiveEntropy.fewDrawsBias(ClassDraws.of(new double[][] {{0, 1}})))
        .isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(PredictiveEntropy.fewDrawsBias(ClassDraws.of(new double[][] {{0, -1e5}}))).isZero();
  }

  @Test
  void turnConfidencesRound() {
    assertThat(new MaxProbability().uncertainty(0.9)).isEqualTo(-0.9);
    assertThat(new Energy().uncertainty(-3)).isEqualTo(-3);
  }

  private static double entropy(double p, double q) {
    return -p * Math.log(p) - q * Math.log(q);
  }
}
