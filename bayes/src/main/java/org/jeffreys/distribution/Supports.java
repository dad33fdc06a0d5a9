package org.jeffreys.distribution;

import java.util.function.UnaryOperator;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Tensor;

/** The supports. */
public final class Supports {
  /** All real numbers. */
  public static final Support REAL =
      new Support("finite values", 0, Tensor::isFinite, new IdentityBijector());

  /** Numbers greater than 0. */
  public static final Support POSITIVE =
      new Support("finite values > 0", 0, Domain::positive, new ExpBijector());

  /** Numbers that are 0 or greater. */
  public static final Support NON_NEGATIVE =
      new Support("finite values >= 0", 0, Domain::nonNegative, new ExpBijector());

  /** Numbers between 0 and 1, without these. */
  public static final Support UNIT =
      new Support("values in (0, 1)", 0, Domain::openUnit, new SigmoidBijector());

  /** Angles. */
  public static final Support CIRCLE =
      new Support("angles in [-pi, pi]", 0, Supports::isAngle, new CircleBijector());

  /** 0 and 1. */
  public static final Support BOOLEAN =
      new Support("0 or 1", 0, x -> Domain.count(x).and(x.lt(2)), null);

  /** Whole numbers from 0. */
  public static final Support COUNT = new Support("whole numbers >= 0", 0, Domain::count, null);

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

  private Supports() {}

  private static Tensor isAngle(Tensor x) {
    // π of float32 is above that of float64.
    double end = x.dtype() == DType.FLOAT32 ? (float) Math.PI : Math.PI;
    return x.abs().lt(x.dtype() == DType.FLOAT32 ? Math.nextUp((float) end) : Math.nextUp(end));
  }

  /** Numbers from {@code low} to {@code high}, which distributions give as parameters. */
  public static Support interval(Tensor low, Tensor high) {
    return new Support(
        "values in [low, high]",
        0,
        x -> Domain.between(x, low, high),
        new IntervalBijector(low, high));
  }

  /** Numbers from {@code low} to {@code high}. */
  public static Support interval(DType dtype, double low, double high) {
    Check.finite(low, "low");
    Check.finite(high, "high");
    Check.require(low < high, "high", "a value > low = " + low, high);
    return named(
        "values in [" + low + ", " + high + "]",
        interval(Tensor.full(dtype, low), Tensor.full(dtype, high)));
  }

  /** Finite numbers that are a bound or greater. */
  public static Support atLeast(String text, Tensor bound) {
    return new Support(
        text,
        0,
        x -> Domain.not(x.sub(bound).lt(0)).and(x.isFinite()),
        new BoundBijector(bound, false));
  }

  /** Finite numbers that are a bound or greater. */
  public static Support atLeast(DType dtype, double bound) {
    Check.finite(bound, "bound");
    return atLeast("finite values >= " + bound, Tensor.full(dtype, bound));
  }

  /** Finite numbers that are a bound or less. */
  public static Support atMost(DType dtype, double bound) {
    Check.finite(bound, "bound");
    Tensor end = Tensor.full(dtype, bound);
    return new Support(
        "finite values <= " + bound,
        0,
        x -> Domain.not(end.sub(x).lt(0)).and(x.isFinite()),
        new BoundBijector(end, true));
  }

  /** Whole numbers from {@code low} to {@code high}. */
  public static Support integers(long low, long high) {
    Check.require(low <= high, "high", "an integer >= low = " + low, high);
    return discrete(
        "whole numbers in [" + low + ", " + high + "]",
        x -> Domain.count(x.sub((double) low)).and(x.lt(high + 1.0)));
  }

  /** Whole numbers from 0 to a parameter. */
  static Support upTo(String name, Tensor high) {
    return discrete(
        "whole numbers in [0, " + name + "]",
        x -> Domain.count(x).and(Domain.not(high.sub(x).lt(0))));
  }

  /** Values that are looked at one by one. */
  static Support discrete(String text, UnaryOperator<Tensor> membership) {
    return new Support(text, 0, membership::apply, null);
  }

  private static Support named(String text, Support support) {
    return new Support(text, support.eventRank(), support.membership(), support.bijector());
  }
}
