package org.jeffreys.predict;

import org.jeffreys.core.Check;

/**
 * A central interval for each row and output: equal probability is left out on both sides.
 *
 * @param lower the lower ends
 * @param upper the upper ends
 */
public record Interval(Estimates lower, Estimates upper) {

  /** Checks that there are as many upper ends as lower ones. */
  public Interval {
    Check.require(
        upper.size() == lower.size(),
        "upper",
        lower.size() + " numbers, one a lower end",
        upper.size());
  }
}
