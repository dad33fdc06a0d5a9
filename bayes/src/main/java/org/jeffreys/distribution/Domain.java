package org.jeffreys.distribution;

import java.util.function.UnaryOperator;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/** Densities that end at the border of their support, and the numbers that lie inside. */
final class Domain {
  private Domain() {}

  /**
   * A log density inside, minus infinity outside. The formula never sees a value from outside, so
   * that neither the result nor its gradient is NaN there.
   *
   * @param standIn a number inside, where the formula is smooth
   */
  static Tensor density(
      Tensor inside, Tensor value, double standIn, UnaryOperator<Tensor> logDensity) {
    Tensor safe = inside.where(value, Tensor.full(value.dtype(), standIn));
    Tensor none = Tensor.full(value.dtype(), Double.NEGATIVE_INFINITY);
    return inside.where(logDensity.apply(safe), none);
  }

  /** Where x > 0 and finite. */
  static Tensor positive(Tensor x) {
    return x.gt(0).and(x.lt(Double.POSITIVE_INFINITY));
  }

  /** Where x >= 0 and finite. */
  static Tensor nonNegative(Tensor x) {
    return not(x.lt(0)).and(x.isFinite());
  }

  /** Where 0 < x < 1. */
  static Tensor openUnit(Tensor x) {
    return x.gt(0).and(x.lt(1));
  }

  /** Where x is a whole number and at least 0. */
  static Tensor count(Tensor x) {
    return x.eq(Special.floor(x)).and(nonNegative(x));
  }

  /** Where low <= x <= high. */
  static Tensor between(Tensor x, Tensor low, Tensor high) {
    return not(x.sub(low).lt(0)).and(not(high.sub(x).lt(0))).and(x.eq(x));
  }

  static Tensor not(Tensor truths) {
    return truths.eq(Tensor.zeros(DType.BOOL));
  }

  /** e^x, above 0 and finite for every x; so is its gradient. */
  static Tensor positiveExp(Tensor x) {
    boolean single = x.dtype() == DType.FLOAT32;
    return Special.clamp(x, single ? -87 : -708, single ? 88 : 709).exp();
  }

  /** The least number above 0 that is stored with all its digits. */
  static double least(DType dtype) {
    return dtype == DType.FLOAT32 ? Float.MIN_NORMAL : Double.MIN_NORMAL;
  }

  /** The greatest finite number. */
  static double greatest(DType dtype) {
    return dtype == DType.FLOAT32 ? Float.MAX_VALUE : Double.MAX_VALUE;
  }

  /** The greatest number below 1. */
  static double belowOne(DType dtype) {
    return dtype == DType.FLOAT32 ? Math.nextDown(1f) : Math.nextDown(1.0);
  }
}
