package org.jeffreys.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.jeffreys.diagnostic.PredictiveCheck.Statistic;
import org.junit.jupiter.api.Test;

final class PredictiveCheckTest {
  private static final double[][] REPLICATED = {{1, 3}, {2, 6}, {0, 4}, {5, 5}};

  @Test
  void countsReplicatesAboveAndHalfOfEquals() {
    PredictiveCheck mean = PredictiveCheck.of(Statistic.MEAN, new double[] {4, 4}, REPLICATED);
    assertThat(mean.observed()).isEqualTo(4);
    assertThat(mean.replicated().toArray()).containsExactly(2, 4, 2, 5);
    assertThat(mean.pvalue()).isEqualTo(1.5 / 4);
    assertThat(mean.quantile(0.5)).isEqualTo(3);
    assertThat(mean.isExtreme()).isFalse();
    assertThat(PredictiveCheck.of(Statistic.MAX, new double[] {7, 0}, REPLICATED).pvalue())
        .isZero();
    assertThat(PredictiveCheck.of(Statistic.MIN, new double[] {-1, 9}, REPLICATED).pvalue())
        .isEqualTo(1);
    assertThat(PredictiveCheck.of(Statistic.SD, new double[] {1, 3}, REPLICATED).observed())
        .isCloseTo(Math.sqrt(2), within(1e-15));
    assertThat(PredictiveCheck.of(Statistic.SD, new double[] {1}, REPLICATED).pvalue()).isNaN();
    assertThat(
            PredictiveCheck.of(Statistic.SKEWNESS, new double[] {0, 0, 3}, REPLICATED).observed())
        .isCloseTo(Math.sqrt(0.5), within(1e-15));
    assertThat(PredictiveCheck.of(Statistic.SKEWNESS, new double[] {2, 2}, REPLICATED).observed())
        .isNaN();
  }

  /** Data of twice the spread show in the spread and the extremes, and not in the mean. */
  @Test
  void wrongSpreadShowsInSpreadOnly() {
    var rng = new SplittableRandom(4);
    double[][] replicated = new double[500][200];
    for (double[] one : replicated) {
      Arrays.setAll(one, i -> rng.nextGaussian());
    }
    double[] data = new double[200];
    Arrays.setAll(data, i -> 2 * rng.nextGaussian());
    assertThat(PredictiveCheck.of(Statistic.SD, data, replicated).isExtreme()).isTrue();
    assertThat(PredictiveCheck.of(Statistic.MAX, data, replicated).isExtreme()).isTrue();
    assertThat(PredictiveCheck.of(Statistic.MEAN, data, replicated).isExtreme()).isFalse();
  }

  @Test
  void refusesNothing() {
    assertThatThrownBy(() -> PredictiveCheck.of(Statistic.SD, new double[0], REPLICATED))
        .hasMessage("number of values: expected an integer >= 1, got 0");
  }
}
