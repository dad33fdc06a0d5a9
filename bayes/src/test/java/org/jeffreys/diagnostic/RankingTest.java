package org.jeffreys.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class RankingTest {

  @Test
  void ordersAsSortingDoes() {
    var rng = new SplittableRandom(1);
    double[] values = new double[5_000];
    Arrays.setAll(values, k -> rng.nextGaussian() * Math.exp(20 * rng.nextGaussian()));
    values[17] = Double.POSITIVE_INFINITY;
    values[18] = Double.NEGATIVE_INFINITY;
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    assertThat(Arrays.stream(Ranking.order(values)).mapToDouble(k -> values[k]))
        .containsExactly(Arrays.stream(sorted).boxed().toArray(Double[]::new));
  }

  @Test
  void keepsTheOrderOfEqualValuesAndOfBothZeros() {
    assertThat(Ranking.order(new double[] {1, 0.0, 1, -0.0, -2})).containsExactly(4, 1, 3, 0, 2);
    assertThat(Ranking.order(new double[0])).isEmpty();
    assertThat(Ranking.order(new double[] {3})).containsExactly(0);
  }
}
