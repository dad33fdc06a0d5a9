package org.jeffreys.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Values that are known in closed form. */
final class PolygammaTest {
  private static final double EULER = 0.57721566490153286061;

  @Test
  void digammaOfWholeAndHalfNumbers() {
    double harmonic = -EULER;
    double odd = -EULER - 2 * Math.log(2);
    for (int n = 1; n < 40; n++) {
      close(Polygamma.digamma(n), harmonic);
      close(Polygamma.digamma(n - 0.5), odd);
      harmonic += 1.0 / n;
      odd += 1 / (n - 0.5);
    }
    close(Polygamma.digamma(0.25), -EULER - Math.PI / 2 - 3 * Math.log(2));
    close(Polygamma.digamma(-0.5), Polygamma.digamma(0.5) + 2);
    assertThat(Polygamma.digamma(-3)).isNaN();
  }

  @Test
  void trigammaOfWholeAndHalfNumbers() {
    double whole = Math.PI * Math.PI / 6;
    double half = Math.PI * Math.PI / 2;
    for (int n = 1; n < 40; n++) {
      close(Polygamma.trigamma(n), whole);
      close(Polygamma.trigamma(n - 0.5), half);
      whole -= 1.0 / ((double) n * n);
      half -= 1 / ((n - 0.5) * (n - 0.5));
    }
    close(Polygamma.trigamma(-0.5), Polygamma.trigamma(0.5) + 4);
    assertThat(Polygamma.trigamma(0)).isInfinite();
  }

  private static void close(double actual, double expected) {
    assertThat(actual).isCloseTo(expected, within(4e-15 * Math.max(1, Math.abs(expected))));
  }
}
