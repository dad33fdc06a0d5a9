package org.jeffreys.distribution;

import org.jeffreys.tensor.Tensor;

/** The supports. */
public final class Supports {
  /** All real numbers. */
  public static final Support REAL =
      new Support("finite values", 0, Tensor::isFinite, new IdentityBijector());

  /** Numbers greater than 0. */
  public static final Support POSITIVE =
      new Support("finite values > 0", 0, x -> x.isFinite().and(x.gt(0)), new ExpBijector());

  private Supports() {}
}
