package org.jeffreys.distribution;

import org.jeffreys.core.Polygamma;

/**
 * How a gamma distributed number moves with its concentration while its probability P stays.
 *
 * <pre>{@code
 * d log z / dα = -(∂P(α, z)/∂α) / (z p(z))
 * }</pre>
 *
 * <p>The logarithm is what stays finite for small α. Below α + 1 the power series of P is derived
 * term by term, above it the continued fraction of 1 - P; from α = 1000 on, the expansion of the
 * quantile in 1/α. Eleven digits or more everywhere.
 *
 * @source Figurnov, Mohamed and Mnih (2018), NeurIPS, eq. 5; Abramowitz and Stegun, 6.5.29 and
 *     6.5.31; Temme (1992), Mathematics of Computation 58, for the quantile
 */
final class GammaSlope {
  private static final double LARGE = 1000;
  private static final double ENOUGH = 1e-16;
  private static final double SMALL = 1e-3;
  private static final double THIRD = 449.0 / 102060;

  private GammaSlope() {}

  /**
   * d log z / dα.
   *
   * @param logZ log z, which may be far below that of the least number
   */
  static double of(double alpha, double logZ) {
    double z = Math.exp(logZ);
    if (alpha >= LARGE) {
      return expanded(alpha, z);
    }
    return z < alpha + 1 ? lower(alpha, logZ, z) : upper(alpha, logZ, z);
  }

  /** By P = z p(z) Σₖ z^k / (α (α + 1) … (α + k)). */
  private static double lower(double alpha, double logZ, double z) {
    double term = 1 / alpha;
    double digamma = Polygamma.digamma(alpha + 1);
    double sum = 0;
    for (double next = alpha + 1; ; next++) {
      double part = term * (logZ - digamma);
      sum -= part;
      if (term * Math.abs(digamma) < ENOUGH * Math.abs(sum) && next > z + 1) {
        return sum;
      }
      digamma += 1 / next;
      term *= z / next;
      if (term == 0) {
        return sum;
      }
    }
  }

  /**
   * By 1 - P = z p(z) C, where C is the continued fraction 1 / (z + 1 - α - 1 (1 - α) / (z + 3 - α
   * - …)), with its derivative, by Lentz's method.
   */
  private static double upper(double alpha, double logZ, double z) {
    double b = z + 1 - alpha;
    double numerator = b;
    double numeratorSlope = -1;
    double denominator = 0;
    double denominatorSlope = 0;
    double fraction = b;
    double logSlope = -1 / b;
    int settled = 0;
    for (int k = 1; settled < 2; k++) {
      double a = -k * (k - alpha);
      b += 2;
      double under = 1 / (b + a * denominator);
      double underSlope = -under * under * (k * denominator + a * denominatorSlope - 1);
      double over = b + a / numerator;
      double overSlope = (k - a * numeratorSlope / numerator) / numerator - 1;
      fraction *= over * under;
      double change = overSlope / over + underSlope / under;
      logSlope += change;
      settled = Math.abs(change) <= ENOUGH * Math.abs(logSlope) ? settled + 1 : 0;
      numerator = over;
      numeratorSlope = overSlope;
      denominator = under;
      denominatorSlope = underSlope;
    }
    return (logZ - Polygamma.digamma(alpha) - logSlope) / fraction;
  }

  /** By η = η₀ + ε₁(η₀)/α + ε₂(η₀)/α², where η²/2 = λ - 1 - log λ, z = α λ and η₀ = x/√α. */
  private static double expanded(double alpha, double z) {
    double mu = z / alpha - 1;
    double eta = eta(mu);
    double start = eta - first(eta) / alpha;
    start = eta - (first(start) + second(start) / alpha) / alpha;
    double inner = 1 + (firstSlope(start) + secondSlope(start) / alpha) / alpha;
    double shift = first(start) + (2 * second(start) + 3 * THIRD / alpha) / alpha;
    double moved = -0.5 * start * inner - shift / alpha;
    double ratio = mu == 0 ? 1 : eta / mu;
    return (1 + ratio * moved) / alpha;
  }

  private static double eta(double mu) {
    if (Math.abs(mu) < SMALL) {
      return mu * (1 + mu * (-1.0 / 3 + mu * (7.0 / 36 + mu * (-73.0 / 540 + mu * 1331 / 12960))));
    }
    return Math.signum(mu) * Math.sqrt(2 * (mu - Math.log1p(mu)));
  }

  private static double first(double x) {
    double high = -7.0 / 6480 + x * (5.0 / 18144 - x * 11 / 382725);
    return -1.0 / 3 + x * (1.0 / 36 + x * (1.0 / 1620 + x * high));
  }

  private static double firstSlope(double x) {
    double high = -21.0 / 6480 + x * (20.0 / 18144 - x * 55 / 382725);
    return 1.0 / 36 + x * (2.0 / 1620 + x * high);
  }

  private static double second(double x) {
    return -7.0 / 405 + x * (-7.0 / 2592 + x * (533.0 / 204120 - x * 1579 / 2099520));
  }

  private static double secondSlope(double x) {
    return -7.0 / 2592 + x * (1066.0 / 204120 - x * 4737 / 2099520);
  }
}
