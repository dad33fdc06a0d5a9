package org.jeffreys.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberTextTest {
  @ParameterizedTest
  @CsvSource({
    "0.012345, 3, 0.0123",
    "0.99996, 4, 1.000",
    "1, 3, 1.00",
    "-1234.5, 3, -1230",
    "1234567, 3, 1230000",
    "0.00001234, 3, 1.23e-05",
    "12345678901234, 3, 1.23e+13",
    "0, 3, 0",
    "NaN, 3, NaN",
    "-Infinity, 3, -∞",
  })
  void keepsSignificantDigits(double value, int digits, String text) {
    assertThat(NumberText.significant(value, digits)).isEqualTo(text);
  }

  @Test
  void percentHasAPoint() {
    assertThat(NumberText.percent(0.9483, 1)).isEqualTo("94.8 %");
    assertThat(NumberText.percent(1, 0)).isEqualTo("100 %");
  }

  @Test
  void boundsAreRoundedToStayTrue() {
    assertThat(NumberText.atMost(8.17116, 4)).isEqualTo("8.172");
    assertThat(NumberText.atLeast(7.999278, 4)).isEqualTo("7.999");
    assertThat(NumberText.atLeast(8.17049, 4)).isEqualTo("8.170");
    assertThat(NumberText.atMost(8, 4)).isEqualTo("8.000");
    assertThat(NumberText.atMost(Double.POSITIVE_INFINITY, 4)).isEqualTo("∞");
  }

  @Test
  void countsHaveCommasInEveryLocale() {
    assertThat(NumberText.count(1_234_567)).isEqualTo("1,234,567");
    assertThat(NumberText.count(0)).isEqualTo("0");
  }
}
