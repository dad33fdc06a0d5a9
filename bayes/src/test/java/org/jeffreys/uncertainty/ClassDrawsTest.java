package org.jeffreys.uncertainty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.jeffreys.core.Doubles;
import org.junit.jupiter.api.Test;

final class ClassDrawsTest {
  private static final double ROUNDING = 1e-15;

  @Test
  void averagesTheSoftmaxWithWeights() {
    var draws =
        ClassDraws.of(new double[][] {{0, Math.log(3)}, {Math.log(4), 0}}, Doubles.of(6, 2));
    assertThat(draws.weight(0)).isEqualTo(0.75);
    assertThat(draws.prob(0, 1)).isEqualTo(0.75, within(ROUNDING));
    assertThat(draws.logProb(1, 0)).isEqualTo(Math.log(0.8), within(ROUNDING));
    assertThat(draws.logSumExp(1)).isEqualTo(Math.log(5), within(ROUNDING));
    assertThat(draws.meanProb(0)).isEqualTo(0.75 * 0.25 + 0.25 * 0.8, within(ROUNDING));
    assertThat(draws.meanLogProb(0)).isEqualTo(Math.log(0.3875), within(ROUNDING));
    assertThat(draws.label()).isEqualTo(1);
    assertThat(draws.voteShares()).isEqualTo(Doubles.of(0.25, 0.75));
    assertThat(draws.variance(0)).isEqualTo(0.75 * 0.25 * 0.55 * 0.55, within(ROUNDING));
  }

  @Test
  void leavesNormalisedLogProbabilitiesAsTheyAre() {
    double[] probs = {0.2, 0.7, 0.1};
    var draws = ClassDraws.of(new double[][] {{Math.log(0.2), Math.log(0.7), Math.log(0.1)}});
    for (int k = 0; k < 3; k++) {
      assertThat(draws.prob(0, k)).isEqualTo(probs[k], within(ROUNDING));
    }
    assertThat(draws.logSumExp(0)).isEqualTo(0, within(ROUNDING));
  }

  @Test
  void survivesLogitsOfAnySize() {
    var draws = ClassDraws.of(new double[][] {{1e5, -1e5, 1e5}, {-1e300, 0, 1e300}});
    assertThat(draws.prob(0, 0)).isEqualTo(0.5);
    assertThat(draws.logProb(0, 1)).isEqualTo(-2e5 - Math.log(2), within(1e-9));
    assertThat(draws.prob(1, 2)).isEqualTo(1);
    assertThat(draws.vote(0)).isZero();
    assertThat(draws.label()).isEqualTo(2);
  }

  @Test
  void tiesGoToTheLowestClass() {
    var draws = ClassDraws.of(new double[][] {{1, 2, 2}, {2, 1, 1}});
    assertThat(draws.vote(0)).isEqualTo(1);
    assertThat(ClassDraws.of(new double[][] {{3, 3}}).label()).isZero();
  }

  @Test
  void whatAllDrawsAgreeOnIsExact() {
    double[][] logits = new double[49][];
    Arrays.fill(logits, new double[] {0.3, -1, 2});
    var draws = ClassDraws.of(logits);
    for (int k = 0; k < 3; k++) {
      assertThat(draws.meanProb(k)).isEqualTo(draws.prob(0, k));
      assertThat(draws.variance(k)).isZero();
    }
    assertThat(draws.voteShares()).isEqualTo(Doubles.of(0, 0, 1));
  }

  @Test
  void refusesWhatIsNoPrediction() {
    refuses("number of draws: expected an integer >= 1, got 0", new double[0][]);
    refuses("number of classes: expected an integer >= 1, got 0", new double[][] {{}});
    refuses("logits[1]: expected 2 classes as in draw 0, got 1", new double[][] {{0, 1}, {0}});
    refuses("logit: expected a number below infinity, got NaN", new double[][] {{0, Double.NaN}});
    double none = Double.NEGATIVE_INFINITY;
    refuses("logits[0]: expected a finite one, got -Infinity", new double[][] {{none, none}});
    double[][] one = {{0, 1}};
    assertThatThrownBy(() -> ClassDraws.of(one, Doubles.of(1, 1)))
        .hasMessage("weights: expected 1 numbers, one a draw, got 2");
    assertThatThrownBy(() -> ClassDraws.of(one, Doubles.of(-1)))
        .hasMessage("weight: expected a finite value >= 0, got -1.0");
    assertThatThrownBy(() -> ClassDraws.of(one, Doubles.of(0)))
        .hasMessage("sum of weights: expected a finite value > 0, got 0.0");
  }

  private static void refuses(String message, double[][] logits) {
    assertThatThrownBy(() -> ClassDraws.of(logits))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
