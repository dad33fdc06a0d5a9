package org.jeffreys.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EffectiveSampleSizeTest {

  @ParameterizedTest
  @CsvSource({"0, 0.03", "0.5, 0.05", "0.9, 0.08", "-0.4, 0.05", "0.99, 0.2"})
  void isKnownForAutoregression(double correlation, double tolerance) {
    double[][] chains = Autoregression.chains(correlation, 4, 25_000, new SplittableRandom(1));
    double exact = 100_000 * (1 - correlation) / (1 + correlation);
    assertThat(EffectiveSampleSize.mean(chains) / exact).isEqualTo(1, within(tolerance));
    assertThat(EffectiveSampleSize.bulk(chains) / exact).isEqualTo(1, within(tolerance));
  }

  /** The squares of AR(1) are correlated by ρ², and so nearly are the distances to the mean. */
  @Test
  void ofTheSpreadIsThatOfSquares() {
    double[][] chains = Autoregression.chains(0.8, 4, 25_000, new SplittableRandom(2));
    double exact = 100_000 * (1 - 0.64) / (1 + 0.64);
    assertThat(EffectiveSampleSize.standardDeviation(chains) / exact).isEqualTo(1, within(0.1));
  }

  @Test
  void ofQuantilesIsThatOfIndicators() {
    double[][] chains = Autoregression.chains(0.5, 4, 2_500, new SplittableRandom(3));
    double threshold = Chains.quantile(Chains.sorted(chains), 0.05);
    double[][] indicators = Chains.map(chains, x -> x <= threshold ? 1 : 0);
    double lower = EffectiveSampleSize.mean(indicators);
    assertThat(EffectiveSampleSize.quantile(chains, 0.05)).isEqualTo(lower);
    assertThat(EffectiveSampleSize.tail(chains))
        .isEqualTo(Math.min(lower, EffectiveSampleSize.quantile(chains, 0.95)));
  }

  @Test
  void dropsToTheNumberOfModesWhereOneChainIsStuck() {
    double[][] chains = Autoregression.chains(0, 4, 1_000, new SplittableRandom(4));
    Arrays.fill(chains[2], 3);
    assertThat(EffectiveSampleSize.mean(chains)).isBetween(2.0, 12.0);
    assertThat(EffectiveSampleSize.bulk(chains)).isBetween(2.0, 12.0);
  }

  @Test
  void isCappedForAlternatingChains() {
    double[][] chains = {new double[1_000]};
    Arrays.setAll(chains[0], s -> s % 2);
    assertThat(EffectiveSampleSize.mean(chains)).isEqualTo(3_000, within(1e-9));
  }

  @Test
  void isHalfOfTooShortChains() {
    double[][] chains = Autoregression.chains(0, 2, 10, new SplittableRandom(5));
    assertThat(EffectiveSampleSize.mean(chains)).isEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void isUndefinedForFewerThanSixDraws(int numSamples) {
    double[][] chains = Autoregression.chains(0, 3, numSamples, new SplittableRandom(6));
    assertThat(EffectiveSampleSize.mean(chains)).isNaN();
    assertThat(EffectiveSampleSize.bulk(chains)).isNaN();
    assertThat(EffectiveSampleSize.tail(chains)).isNaN();
  }

  @Test
  void isUndefinedWhereNothingVariesOrIsNotFinite() {
    double[][] constant = {new double[100], new double[100]};
    assertThat(EffectiveSampleSize.mean(constant)).isNaN();
    assertThat(EffectiveSampleSize.bulk(constant)).isNaN();
    assertThat(EffectiveSampleSize.tail(constant)).isNaN();
    double[][] diverged = Autoregression.chains(0, 2, 100, new SplittableRandom(7));
    diverged[1][3] = Double.NaN;
    assertThat(EffectiveSampleSize.mean(diverged)).isNaN();
    assertThat(EffectiveSampleSize.bulk(diverged)).isNaN();
    assertThat(EffectiveSampleSize.tail(diverged)).isNaN();
    assertThat(EffectiveSampleSize.standardDeviation(diverged)).isNaN();
  }

  @Test
  void namesWhatIsWrong() {
    assertThatThrownBy(() -> EffectiveSampleSize.mean(new double[][] {{1, 2}, {1}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("chain 1: expected 2 draws as in chain 0, got 1");
    assertThatThrownBy(() -> EffectiveSampleSize.bulk(new double[0][]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("number of chains: expected an integer >= 1, got 0");
  }
}
