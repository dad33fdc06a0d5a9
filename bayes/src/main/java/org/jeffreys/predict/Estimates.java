package org.jeffreys.predict;

import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;

/**
 * Numbers estimated from draws, one for each row and output.
 *
 * @param value the estimates
 * @param standardError their Monte Carlo standard errors, see {@link Estimate}
 * @shape value, standardError [rows, outputs], row-major
 */
public record Estimates(Doubles value, Doubles standardError) {

  /** Checks that there are as many errors as values. */
  public Estimates {
    Check.require(
        standardError.size() == value.size(),
        "standardError",
        value.size() + " numbers, one a value",
        standardError.size());
  }

  /** The number of estimates. */
  public int size() {
    return value.size();
  }

  /** The estimate at {@code index} of the row-major order. */
  public Estimate get(int index) {
    return new Estimate(value.get(index), standardError.get(index));
  }
}
