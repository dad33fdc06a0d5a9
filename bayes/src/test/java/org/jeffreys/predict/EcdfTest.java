package org.jeffreys.predict;

import static org.assertj.core.api.Assertions.assertThat;

import org.jeffreys.core.Doubles;
import org.junit.jupiter.api.Test;

final class EcdfTest {

  @Test
  void invertsTheDistributionFunction() {
    var ecdf = new Ecdf(new double[] {4, 1, 3, 2}, WeightedDraws.uniform(1, 4));
    assertThat(ecdf.quantile(0.01)).isEqualTo(1);
    assertThat(ecdf.quantile(0.25)).as("between two").isEqualTo(1.5);
    assertThat(ecdf.quantile(0.5)).isEqualTo(2.5);
    assertThat(ecdf.quantile(0.6)).isEqualTo(3);
    assertThat(ecdf.quantile(0.99)).isEqualTo(4);
  }

  @Test
  void findsTheValuesAroundALevel() {
    var ecdf = new Ecdf(new double[] {4, 1, 3, 2}, WeightedDraws.uniform(1, 4));
    assertThat(ecdf.below(0.6)).isEqualTo(2);
    assertThat(ecdf.above(0.6)).isEqualTo(3);
    assertThat(ecdf.below(0.5)).isEqualTo(2);
    assertThat(ecdf.above(0.5)).isEqualTo(2);
    assertThat(ecdf.below(0.1)).isEqualTo(1);
  }

  /** Ties share their weight, wherever it stands; draws without weight are not there. */
  @Test
  void weighsTiesAndIgnoresZeroWeights() {
    var logWeights =
        Doubles.of(Math.log(0.2), Double.NEGATIVE_INFINITY, Math.log(0.3), Math.log(0.5));
    var ecdf =
        new Ecdf(new double[] {2, 3, 2, 5}, WeightedDraws.uniform(1, 4).weighted(logWeights));
    assertThat(ecdf.quantile(0.49)).isEqualTo(2);
    assertThat(ecdf.quantile(0.5)).isEqualTo(3.5);
    assertThat(ecdf.quantile(0.51)).isEqualTo(5);
  }
}
