package org.jeffreys.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AutocovarianceTest {

  @ParameterizedTest
  @CsvSource({"1, 100", "3, 129", "4, 257", "2, 128"})
  void isTheMeanOfLaggedProducts(int numChains, int length) {
    double[][] chains = Autoregression.chains(0.9, numChains, length, new SplittableRandom(8));
    var covariance = new Autocovariance(chains);
    for (int lag = 0; lag < length; lag++) {
      assertThat(covariance.at(lag)).as("lag %d", lag).isEqualTo(sum(chains, lag), within(1e-13));
    }
  }

  private static double sum(double[][] chains, int lag) {
    double sum = 0;
    for (double[] chain : chains) {
      double mean = Chains.mean(chain);
      for (int s = 0; s + lag < chain.length; s++) {
        sum += (chain[s] - mean) * (chain[s + lag] - mean) / chain.length / chains.length;
      }
    }
    return sum;
  }
}
