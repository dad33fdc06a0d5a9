package org.jeffreys.predict;

import org.hipparchus.special.Gamma;

/**
 * What Stirling's formula leaves of the logarithm of the gamma function, so that differences of
 * large such logarithms keep their digits.
 *
 * <pre>{@code
 * log Γ(x) = (x - 1/2) log x - x + log(2π)/2 + remainder(x)
 * remainder(x) ≈ 1/(12 x) - 1/(360 x³) + 1/(1260 x⁵) - …
 * }</pre>
 *
 * @source Abramowitz and Stegun (1964), eq. 6.1.40
 */
final class Stirling {
  private static final double LOG_SQRT_2PI = 0.5 * Math.log(2 * Math.PI);

  /** From here the series is exact to rounding. */
  private static final double LARGE = 12;

  private Stirling() {}

  /** Of {@code x > 0}. */
  static double remainder(double x) {
    if (x < LARGE) {
      return Gamma.logGamma(x) - (x - 0.5) * Math.log(x) + x - LOG_SQRT_2PI;
    }
    double inverse = 1 / x;
    double square = inverse * inverse;
    double sum = -691.0 / 360360;
    sum = 1.0 / 1188 + square * sum;
    sum = -1.0 / 1680 + square * sum;
    sum = 1.0 / 1260 + square * sum;
    sum = -1.0 / 360 + square * sum;
    return inverse * (1.0 / 12 + square * sum);
  }

  /** {@code y log y - y - log y!}, of an integer {@code y >= 0}. */
  static double logPowerOverFactorial(double y) {
    return y == 0 ? 0 : -LOG_SQRT_2PI - 0.5 * Math.log(y) - remainder(y);
  }
}
