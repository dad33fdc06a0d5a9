package org.jeffreys.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class RhatTest {

  @Test
  void isOneForChainsThatAgree() {
    double[][] chains = Autoregression.chains(0.3, 4, 2_000, new SplittableRandom(1));
    assertThat(Rhat.of(chains)).isBetween(0.999, 1.005);
  }

  @Test
  void seesAnotherLocation() {
    double[][] chains = Autoregression.chains(0, 4, 1_000, new SplittableRandom(2));
    chains[0] = Arrays.stream(chains[0]).map(x -> x + 1).toArray();
    assertThat(Rhat.of(chains)).isGreaterThan(1.05);
  }

  /** Means agree, so only the folded draws tell. */
  @Test
  void seesAnotherScale() {
    double[][] chains = Autoregression.chains(0, 4, 1_000, new SplittableRandom(3));
    chains[0] = Arrays.stream(chains[0]).map(x -> 4 * x).toArray();
    assertThat(Rhat.of(chains)).isGreaterThan(1.1);
  }

  @Test
  void seesATrendWithinOneChain() {
    double[][] chains = Autoregression.chains(0, 1, 1_000, new SplittableRandom(4));
    Arrays.setAll(chains[0], s -> chains[0][s] + s / 300.0);
    assertThat(Rhat.of(chains)).isGreaterThan(1.1);
  }

  @Test
  void seesAStuckChain() {
    double[][] chains = Autoregression.chains(0, 4, 1_000, new SplittableRandom(5));
    Arrays.fill(chains[1], 2);
    assertThat(Rhat.of(chains)).isGreaterThan(1.1);
  }

  @Test
  void isInfiniteWhereAllChainsAreStuck() {
    assertThat(Rhat.of(new double[][] {{1, 1, 1, 1}, {2, 2, 2, 2}, {4, 4, 4, 4}})).isInfinite();
    assertThat(Rhat.of(new double[][] {{1, 1, 1, 1}, {2, 2, 2, 2}})).isInfinite();
  }

  @Test
  void isThatOfTheDrawsWhereTheDistancesAreAllEqual() {
    double[][] coins = {{0, 1, 0, 1, 0, 1, 0, 1}, {1, 0, 1, 0, 1, 0, 1, 0}};
    assertThat(Rhat.of(coins)).isEqualTo(Math.sqrt(0.75), within(1e-12));
  }

  @Test
  void isUndefinedWhereNothingCanBeSaid() {
    assertThat(Rhat.of(new double[][] {{1, 1, 1, 1}, {1, 1, 1, 1}})).isNaN();
    assertThat(Rhat.of(new double[][] {{1, 2, 3}, {2, 3, 1}})).isNaN();
    assertThat(Rhat.of(new double[][] {{1, 2, 3, Double.NaN}, {2, 3, 1, 3}})).isNaN();
    assertThat(Rhat.of(new double[][] {{1, 2, 3, 4}, {2, Double.NEGATIVE_INFINITY, 1, 3}})).isNaN();
  }

  @Test
  void convergenceHoldsAllThree() {
    double[][] chains = Autoregression.chains(0.5, 3, 501, new SplittableRandom(6));
    var expected =
        new Convergence(
            Rhat.of(chains), EffectiveSampleSize.bulk(chains), EffectiveSampleSize.tail(chains));
    assertThat(Convergence.of(chains)).isEqualTo(expected);
    assertThat(Convergence.of(new double[][] {{1, 1, 1, 1}}))
        .isEqualTo(new Convergence(Double.NaN, Double.NaN, Double.NaN));
  }
}
