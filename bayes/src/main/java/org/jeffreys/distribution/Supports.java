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

  // ---------------------------------------------------------------- vectors and matrices

  /** Shares of a whole. */
  public static final Support SIMPLEX =
      new Support(
          "values >= 0 that sum to 1",
          1,
          StickBreakingBijector::contains,
          new StickBreakingBijector());

  /** Ascending numbers. */
  public static final Support ORDERED =
      new Support(
          "finite values in ascending order", 1, OrderedBijector::contains, new OrderedBijector());

  /** Ascending numbers greater than 0. */
  public static final Support POSITIVE_ORDERED =
      new Support(
          "finite values > 0 in ascending order",
          1,
          PositiveOrderedBijector::contains,
          new PositiveOrderedBijector());

  /** Cholesky factors of covariance matrices. */
  public static final Support LOWER_CHOLESKY =
      new Support(
          "lower triangular matrices with a positive diagonal",
          2,
          LowerCholeskyBijector::contains,
          new LowerCholeskyBijector());

  /** Cholesky factors of correlation matrices. */
  public static final Support CORRELATION_CHOLESKY =
      new Support(
          "lower triangular matrices with a positive diagonal and rows of length 1",
          2,
          CorrelationCholeskyBijector::contains,
          new CorrelationCholeskyBijector());

  /** Covariance matrices. */
  public static final Support POSITIVE_DEFINITE =
      new Support(
          "positive definite matrices",
          2,
          PositiveDefiniteBijector::contains,
          new PositiveDefiniteBijector());

  /** Correlation matrices. */
  public static final Support CORRELATION =
      new Support(
          "positive definite matrices with a diagonal of ones",
          2,
          CorrelationBijector::contains,
          new CorrelationBijector());
}
