package org.jeffreys.privacy;

import org.jeffreys.core.Check;

/**
 * An interval that holds the tight epsilon at a delta.
 *
 * @param lower no smaller epsilon is true of the mechanism, &gt;= 0
 * @param upper this epsilon is guaranteed; infinite if none is
 */
public record EpsilonBounds(double lower, double upper) {
  public EpsilonBounds {
    Check.require(lower >= 0, "lower", "a value >= 0", lower);
    Check.require(upper >= lower, "upper", "a value >= lower = " + lower, upper);
  }

  static final EpsilonBounds ZERO = new EpsilonBounds(0, 0);

  /** What both intervals allow. */
  EpsilonBounds intersect(EpsilonBounds other) {
    double low = Math.max(lower, other.lower);
    return new EpsilonBounds(low, Math.max(low, Math.min(upper, other.upper)));
  }

  /** The length of the interval; zero where both ends are infinite. */
  public double gap() {
    return lower == upper ? 0 : upper - lower;
  }
}
