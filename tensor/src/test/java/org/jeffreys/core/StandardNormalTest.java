package org.jeffreys.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StandardNormalTest {

  /** Reference values: mpmath 1.3, 40 digits, {@code ncdf(mpf(repr(z)))}. */
  @ParameterizedTest
  @CsvSource({
    "-37.5, 4.6053530095819548e-308",
    "-20, 2.7536241186062337e-89",
    "-8, 6.2209605742717841e-16",
    "-5.7, 5.9903714010635344e-9",
    "-5.6, 1.0717590258310907e-8",
    "-3, 0.0013498980316300945",
    "-1, 0.15865525393145705",
    "-0.7, 0.24196365222307301",
    "-0.67, 0.25142889509531011",
    "-0.3, 0.38208857781104736",
    "0, 0.5",
    "0.3, 0.61791142218895264",
    "0.7, 0.75803634777692699",
    "3, 0.99865010196836991",
    "5.7, 0.9999999940096286"
  })
  void distributionFunctionAgreesWithReference(double z, double expected) {
    assertThat(StandardNormal.cdf(z) / expected).isEqualTo(1, within(1e-14));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-300, 1e-30, 1e-12, 1e-5, 0.02, 0.07, 0.08, 0.3, 0.5, 0.7, 0.93, 0.98})
  void quantileInvertsTheDistributionFunction(double p) {
    assertThat(StandardNormal.cdf(StandardNormal.quantile(p)) / p).isEqualTo(1, within(1e-12));
  }

  @Test
  void hasLimits() {
    assertThat(StandardNormal.cdf(Double.NEGATIVE_INFINITY)).isZero();
    assertThat(StandardNormal.cdf(Double.POSITIVE_INFINITY)).isOne();
    assertThat(StandardNormal.cdf(Double.NaN)).isNaN();
    assertThatThrownBy(() -> StandardNormal.quantile(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("p: expected a value in (0, 1), got 1.0");
  }

  @Test
  void logProbIsTheLogOfTheDerivative() {
    double slope = (StandardNormal.cdf(-1.2 + 1e-5) - StandardNormal.cdf(-1.2 - 1e-5)) / 2e-5;
    assertThat(StandardNormal.logProb(-1.2)).isEqualTo(Math.log(slope), within(1e-9));
  }
}
