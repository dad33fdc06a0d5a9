package org.jeffreys.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RdpAccountantTest {

  /**
   * The moment E_Q[(P/Q)^α] by the trapezoid rule, which converges fast for analytic integrands.
   */
  @ParameterizedTest
  @CsvSource({
    "1.1, 1, 0.1",
    "1.5, 0.8, 0.5",
    "2, 1, 0.1",
    "3.7, 2, 0.03",
    "10.9, 1.2, 0.01",
    "32, 3, 0.2",
    "1.3, 0.6, 0.95"
  })
  void divergenceIsTheIntegral(double order, double sigma, double rate) {
    double moment = 0;
    double dx = 1e-3;
    for (double x = -40 * sigma; x < 60 * sigma + order; x += dx) {
      double y = (2 * x - 1) / (2 * sigma * sigma);
      double logRatio = Math.log(1 - rate + rate * Math.exp(y));
      double logDensity = -0.5 * x * x / sigma / sigma - Math.log(sigma * Math.sqrt(2 * Math.PI));
      moment += dx * Math.exp(order * logRatio + logDensity);
    }
    double expected = Math.log(moment) / (order - 1);
    var step = List.of(new SampledGaussian(sigma, rate, 1));
    assertThat(RdpAccountant.divergence(order, step))
        .isCloseTo(expected, within(1e-9 * Math.max(1, expected)));
  }

  @Test
  void divergenceKeepsItsAccuracyForTinyRates() {
    // R(2) = log(1 + q² (exp(1/σ²) - 1)), here q² (e - 1).
    var step = List.of(new SampledGaussian(1, 1e-10, 1));
    assertThat(RdpAccountant.divergence(2, step)).isCloseTo(1e-20 * Math.expm1(1), within(1e-32));
    assertThat(RdpAccountant.divergence(2.5, step)).isGreaterThan(1e-20 * Math.expm1(1));
  }

  @Test
  void divergenceOfPlainGaussianIsExact() {
    assertThat(RdpAccountant.divergence(3, List.of(SampledGaussian.unsubsampled(2, 5))))
        .isEqualTo(5 * 3 / 8.0);
  }

  @Test
  void ordersAreTheUsualOnes() {
    assertThat(RdpAccountant.orders().size()).isEqualTo(99 + 52);
    assertThat(RdpAccountant.orders().get(98)).isEqualTo(10.9);
    assertThat(RdpAccountant.orders().get(99)).isEqualTo(12);
  }
}
