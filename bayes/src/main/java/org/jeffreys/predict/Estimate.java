package org.jeffreys.predict;

/**
 * A number estimated from draws.
 *
 * @param value the estimate
 * @param standardError its Monte Carlo standard error: the spread of the estimate had other draws
 *     been taken from the same posterior; infinite where the draws do not tell
 */
public record Estimate(double value, double standardError) {

  /** The square root, its error by the delta method. */
  Estimate sqrt() {
    double root = Math.sqrt(value);
    return new Estimate(root, standardError == 0 ? 0 : standardError / (2 * root));
  }
}
