package org.jeffreys.predict;

import org.hipparchus.special.Beta;
import org.hipparchus.special.Gamma;

/**
 * Student's t distribution with ν degrees of freedom, of location 0 and scale 1.
 *
 * <pre>{@code
 * log p(t) = log Γ((ν + 1)/2) - log Γ(ν/2) - log(ν π)/2 - (ν + 1)/2 log(1 + t²/ν)
 * }</pre>
 *
 * @source Abramowitz and Stegun (1964), eq. 26.7.1, 26.7.3 and 26.7.4
 */
final class StudentT {
  /** From here on the finite sums of integer ν lose no digits that matter. */
  private static final double LEAST = 1e-4;

  /** Longer sums cost as much as the incomplete beta function. */
  private static final double MOST_TERMS = 60;

  private final double degreesOfFreedom;
  private final double logConstant;
  private final boolean isInteger;

  StudentT(double degreesOfFreedom) {
    this.degreesOfFreedom = degreesOfFreedom;
    this.logConstant =
        Gamma.logGamma((degreesOfFreedom + 1) / 2)
            - Gamma.logGamma(degreesOfFreedom / 2)
            - 0.5 * Math.log(degreesOfFreedom * Math.PI);
    this.isInteger = degreesOfFreedom == Math.rint(degreesOfFreedom);
  }

  /** Of ν > 2. */
  double variance() {
    return degreesOfFreedom / (degreesOfFreedom - 2);
  }

  double logProb(double t) {
    double ratio = Math.abs(t) / Math.sqrt(degreesOfFreedom);
    double logOfSum =
        ratio <= 1
            ? Math.log1p(ratio * ratio)
            : 2 * Math.log(ratio) + Math.log1p(1 / (ratio * ratio));
    return logConstant - 0.5 * (degreesOfFreedom + 1) * logOfSum;
  }

  /** The probability of at most {@code t}, accurate in the lower tail. */
  double cdf(double t) {
    if (isInteger && degreesOfFreedom <= MOST_TERMS) {
      double sum = 0.5 + (degreesOfFreedom % 2 == 0 ? evenCentre(t) : oddCentre(t));
      if (sum > LEAST) {
        return sum;
      }
    }
    double tail =
        0.5
            * Beta.regularizedBeta(
                degreesOfFreedom / (degreesOfFreedom + t * t), degreesOfFreedom / 2, 0.5);
    return t < 0 ? tail : 1 - tail;
  }

  private double evenCentre(double t) {
    double squaredCosine = degreesOfFreedom / (degreesOfFreedom + t * t);
    double term = 1;
    double sum = 1;
    for (int k = 2; k < degreesOfFreedom; k += 2) {
      term *= squaredCosine * (k - 1) / k;
      sum += term;
    }
    return 0.5 * sum * t / Math.sqrt(degreesOfFreedom + t * t);
  }

  private double oddCentre(double t) {
    double squaredCosine = degreesOfFreedom / (degreesOfFreedom + t * t);
    double angle = Math.atan(t / Math.sqrt(degreesOfFreedom));
    double term = Math.sqrt(squaredCosine);
    double sum = 0;
    for (int k = 1; k < degreesOfFreedom; k += 2) {
      sum += term;
      term *= squaredCosine * (k + 1) / (k + 2);
    }
    return (angle + sum * t / Math.sqrt(degreesOfFreedom + t * t)) / Math.PI;
  }
}
