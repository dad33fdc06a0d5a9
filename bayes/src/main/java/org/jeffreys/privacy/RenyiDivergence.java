package org.jeffreys.privacy;

import org.jeffreys.core.StandardNormal;

/**
 * Rényi divergence of one step of the Poisson-subsampled Gaussian.
 *
 * <pre>{@code
 * R(α) = log A(α) / (α - 1),   A(α) = E_{x ~ N(0, σ²)} [ (1 - q + q exp((2x - 1)/(2σ²)))^α ]
 * }</pre>
 *
 * <p>It covers both adding and removing an example: the other direction is never greater.
 *
 * @source Mironov, Talwar and Zhang (2019), arXiv 1908.10530, sections 3.1 to 3.3
 */
final class RenyiDivergence {
  private static final int MAX_TERMS = 20_000;
  private static final double NEGLIGIBLE = -36;

  private RenyiDivergence() {}

  static double ofStep(double order, double sigma, double rate) {
    if (sigma == 0) {
      return Double.POSITIVE_INFINITY;
    }
    if (rate == 1) {
      return order / 2 / sigma / sigma;
    }
    // σ so small that 1/σ² leaves the doubles has no finite divergence either.
    if (1 / sigma / sigma > 1e300) {
      return Double.POSITIVE_INFINITY;
    }
    return logMoment(order, sigma, rate) / (order - 1);
  }

  private static double logMoment(double order, double sigma, double rate) {
    if (order == Math.rint(order)) {
      return integer((int) order, sigma, rate);
    }
    double series = fractional(order, sigma, rate);
    // log A is convex in α, so the chord between whole orders bounds it. The series has absolute
    // error 1e-15, which is too much where A is hardly more than 1.
    double floor = Math.floor(order);
    double below = floor == 1 ? 0 : integer((int) floor, sigma, rate);
    double above = integer((int) floor + 1, sigma, rate);
    double chord = below + (order - floor) * (above - below);
    return series > 1e-9 && series < chord ? series : chord;
  }

  /**
   * A - 1 = Σ_{k >= 2} C(α, k) (1 - q)^(α - k) q^k (exp((k² - k)/(2σ²)) - 1): every term positive,
   * so it keeps its relative accuracy for the smallest q.
   */
  private static double integer(int order, double sigma, double rate) {
    double logOdds = Math.log(rate) - Math.log1p(-rate);
    double logBinomial = order * Math.log1p(-rate);
    double sum = Double.NEGATIVE_INFINITY;
    for (int k = 1; k <= order; k++) {
      logBinomial += Math.log((order - k + 1.0) / k) + logOdds;
      if (k >= 2) {
        sum = logAdd(sum, logBinomial + logExpm1(k * (k - 1.0) / 2 / sigma / sigma));
      }
    }
    return sum > 36 ? sum : Math.log1p(Math.exp(sum));
  }

  /** Both halves of the integral, left and right of z₀, as series in C(α, i). */
  private static double fractional(double order, double sigma, double rate) {
    double logRate = Math.log(rate);
    double logRest = Math.log1p(-rate);
    double split = sigma * sigma * (logRest - logRate) + 0.5;
    double positive = Double.NEGATIVE_INFINITY;
    double negative = Double.NEGATIVE_INFINITY;
    double logBinomial = 0;
    boolean even = true;
    for (int i = 0; i < MAX_TERMS; i++) {
      double j = order - i;
      double left = i * logRate + j * logRest + half(i, split - i, sigma);
      double right = j * logRate + i * logRest + half(j, j - split, sigma);
      double term = logBinomial + logAdd(left, right);
      if (even) {
        positive = logAdd(positive, term);
      } else {
        negative = logAdd(negative, term);
      }
      if (i > order && term < positive + NEGLIGIBLE) {
        break;
      }
      logBinomial += Math.log(Math.abs(j) / (i + 1));
      even = even == (j > 0);
    }
    return positive + Math.log1p(-Math.exp(negative - positive));
  }

  /** log( exp((k² - k)/(2σ²)) Φ(distance/σ) ). */
  private static double half(double k, double distance, double sigma) {
    return k * (k - 1) / 2 / sigma / sigma + StandardNormal.logCdf(distance / sigma);
  }

  private static double logExpm1(double x) {
    return x > 36 ? x : Math.log(Math.expm1(x));
  }

  private static double logAdd(double a, double b) {
    double high = Math.max(a, b);
    return high == Double.NEGATIVE_INFINITY
        ? high
        : high + Math.log1p(Math.exp(Math.min(a, b) - high));
  }
}
