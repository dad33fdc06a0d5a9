package org.jeffreys.core;

/**
 * Derivatives of the logarithm of the gamma function, by recurrence up to arguments whose
 * asymptotic series is exact to the last digits.
 *
 * @source Abramowitz and Stegun (1964), Handbook of mathematical functions, 6.3.5, 6.3.7, 6.3.18,
 *     6.4.6, 6.4.7, 6.4.12
 */
public final class Polygamma {
  private static final double LARGE = 12;

  private Polygamma() {}

  /** The derivative of log Γ; NaN at 0, -1, -2… */
  public static double digamma(double x) {
    if (x <= 0) {
      return x == Math.rint(x) ? Double.NaN : digamma(1 - x) - Math.PI / Math.tan(Math.PI * x);
    }
    double at = x;
    double sum = 0;
    while (at < LARGE) {
      sum -= 1 / at;
      at++;
    }
    double s = 1 / (at * at);
    double high = 1.0 / 252 - s * (1.0 / 240 - s * (1.0 / 132 - s * 691 / 32760));
    double low = s * (1.0 / 12 - s * (1.0 / 120 - s * high));
    return sum + Math.log(at) - 0.5 / at - low;
  }

  /** The derivative of {@link #digamma}; infinite at 0, -1, -2… */
  public static double trigamma(double x) {
    if (x <= 0) {
      double sine = Math.sin(Math.PI * x);
      return x == Math.rint(x)
          ? Double.POSITIVE_INFINITY
          : Math.PI * Math.PI / (sine * sine) - trigamma(1 - x);
    }
    double at = x;
    double sum = 0;
    while (at < LARGE) {
      sum += 1 / (at * at);
      at++;
    }
    double s = 1 / (at * at);
    double high = 1.0 / 42 - s * (1.0 / 30 - s * (5.0 / 66 - s * 691 / 2730));
    double low = s * (1.0 / 6 - s * (1.0 / 30 - s * high));
    return sum + 1 / at + s / 2 + low / at;
  }
}
