package org.jeffreys.privacy;

/** The standard normal law with relative accuracy in both tails. */
final class StandardNormal {
  private static final double LOG_SQRT_2PI = 0.5 * Math.log(2 * Math.PI);

  private StandardNormal() {}

  /** φ(x). */
  static double density(double x) {
    return Math.exp(-0.5 * x * x - LOG_SQRT_2PI);
  }

  /**
   * Mills' ratio Φ(-x) / φ(x), for x &gt;= 0.
   *
   * @source Abramowitz and Stegun (1964), 26.2.11 (series) and 26.2.14 (continued fraction)
   */
  static double mills(double x) {
    if (x < 2) {
      double term = x;
      double sum = x;
      for (int odd = 3; term > 1e-18 * sum; odd += 2) {
        term *= x * x / odd;
        sum += term;
      }
      return 0.5 / density(x) - sum;
    }
    double tail = x;
    for (int n = 20 + (int) (250 / (x * x)); n >= 1; n--) {
      tail = x + n / tail;
    }
    return 1 / tail;
  }

  /** Φ(x). */
  static double cdf(double x) {
    return x <= 0 ? density(x) * mills(-x) : 1 - density(x) * mills(x);
  }

  /** log Φ(x), finite for every finite x whose square is. */
  static double logCdf(double x) {
    return x <= 0
        ? -0.5 * x * x - LOG_SQRT_2PI + Math.log(mills(-x))
        : Math.log1p(-density(x) * mills(x));
  }
}
