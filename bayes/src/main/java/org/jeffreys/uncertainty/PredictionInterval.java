package org.jeffreys.uncertainty;

import org.jeffreys.core.Check;

/**
 * An interval for an observation, with its ends.
 *
 * @param lower its lower end, perhaps negative infinity
 * @param upper its upper end, at least {@code lower}, perhaps infinity
 */
public record PredictionInterval(double lower, double upper) {
  /** All real numbers: nothing is said. */
  public static final PredictionInterval UNBOUNDED =
      new PredictionInterval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  /** Checks the ends. */
  public PredictionInterval {
    Check.require(lower <= upper, "upper", "a number >= " + lower, upper);
  }

  /** The interval between two ends; the point midway where they cross. */
  public static PredictionInterval between(double lower, double upper) {
    double middle = lower / 2 + upper / 2;
    return lower > upper
        ? new PredictionInterval(middle, middle)
        : new PredictionInterval(lower, upper);
  }

  /** Whether it holds {@code y}. */
  public boolean contains(double y) {
    return lower <= y && y <= upper;
  }

  /** Its width, infinite where it is unbounded. */
  public double width() {
    return upper - lower;
  }

  /** Whether an end is infinite. */
  public boolean isUnbounded() {
    return Double.isInfinite(lower) || Double.isInfinite(upper);
  }
}
