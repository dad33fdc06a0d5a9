package org.jeffreys.distribution;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/** Values that take up several axes: their batch axes, their last axes, what lies outside. */
final class Events {
  private static final double FLOAT64_TOLERANCE = 1e-8;
  private static final double FLOAT32_TOLERANCE = 1e-4;

  /** Little enough for zero, and more than zero in float32. */
  private static final double LEAST = 1e-37;

  private static final double IMPOSSIBLE = -1e30;

  private Events() {}

  /** The axes in front of the event's. */
  static Shape batch(Tensor tensor, int eventRank) {
    return batch(tensor.shape(), eventRank);
  }

  static Shape batch(long[] shape, int eventRank) {
    return Shape.of(Arrays.copyOf(shape, shape.length - eventRank));
  }

  /** What shapes broadcast to. */
  static Shape broadcast(Shape... shapes) {
    long[] all = {};
    for (Shape shape : shapes) {
      all = Parameters.broadcast(all, shape.toArray());
    }
    return Shape.of(all);
  }

  /** A shape with further axes behind it. */
  static long[] append(Shape shape, long... inner) {
    long[] all = Arrays.copyOf(shape.toArray(), shape.rank() + inner.length);
    System.arraycopy(inner, 0, all, shape.rank(), inner.length);
    return all;
  }

  /** The length of the last axis of a shape with at least one. */
  static int last(String name, Shape shape) {
    Check.require(shape.rank() > 0, name, "vectors [..., n]", shape);
    return Math.toIntExact(shape.size(-1));
  }

  /** The order of a stack of square matrices. */
  static int order(String name, Shape shape) {
    Check.require(
        shape.rank() >= 2 && shape.size(-1) == shape.size(-2),
        name,
        "square matrices [..., n, n]",
        shape);
    return Math.toIntExact(shape.size(-1));
  }

  /**
   * A log density inside, minus infinity outside, as {@link Domain#density} gives it for numbers.
   *
   * @param inside @shape [batch…]
   * @param standIn a value inside, @shape [event…]
   */
  static Tensor density(
      Tensor inside, Tensor value, Tensor standIn, UnaryOperator<Tensor> logDensity) {
    Tensor each = inside;
    for (int axis = 0; axis < standIn.rank(); axis++) {
      each = each.unsqueeze(-1);
    }
    Tensor none = Tensor.full(value.dtype(), Double.NEGATIVE_INFINITY);
    return inside.where(logDensity.apply(each.where(value, standIn)), none);
  }

  /**
   * The logarithm of a sum of probabilities, from their logarithms, which may all be minus infinity
   * without a gradient of NaN.
   */
  static Tensor logSum(Tensor logs, long... axes) {
    return orNone(possible(logs).logSumExp(axes));
  }

  /** Logarithms of probabilities, those of 0 finite, so that sums of them have finite gradients. */
  static Tensor possible(Tensor logs) {
    return logs.clampMin(IMPOSSIBLE);
  }

  /** Sums of what {@link #possible} gave, minus infinity where they are impossible. */
  static Tensor orNone(Tensor logs) {
    Tensor none = Tensor.full(logs.dtype(), Double.NEGATIVE_INFINITY);
    return logs.lt(0.5 * IMPOSSIBLE).where(none, logs);
  }

  /** Checks unnormalised log probabilities, of which not all may be minus infinity. */
  static void checkLogits(String name, Tensor logits) {
    Tensor below = logits.lt(Double.POSITIVE_INFINITY);
    Parameters.require(name, "values below infinity", below, logits);
    Tensor greatest = logits.max(-1);
    Parameters.require(name, "a finite value in each row", greatest.isFinite(), greatest);
  }

  /** Vectors times matrices. @shape vectors [..., n]; matrix [..., n, m]; result [..., m] */
  static Tensor times(Tensor vectors, Tensor matrix) {
    return matrix.rank() == 2
        ? vectors.matmul(matrix)
        : vectors.unsqueeze(-2).matmul(matrix).squeeze(-2);
  }

  /** Where numbers are not negative; NaN is not among them. */
  static Tensor notNegative(Tensor tensor) {
    return tensor.gt(-LEAST);
  }

  /** Where numbers that are not negative are 0. */
  static Tensor isZero(Tensor tensor) {
    return tensor.lt(LEAST);
  }

  /** By how much sums that are 1 exactly may differ from it by rounding. */
  static double tolerance(DType dtype) {
    return dtype == DType.FLOAT64 ? FLOAT64_TOLERANCE : FLOAT32_TOLERANCE;
  }

  /** Where numbers differ from 0 by rounding only. */
  static Tensor isSmall(Tensor residual) {
    return residual.abs().lt(tolerance(residual.dtype()));
  }

  /** The elements of the last axis in reverse order. */
  static Tensor reversed(Tensor tensor) {
    long size = tensor.size(-1);
    long[] order = new long[Math.toIntExact(size)];
    for (int i = 0; i < order.length; i++) {
      order[i] = size - 1 - i;
    }
    return tensor.indexSelect(-1, Tensor.of(order, size));
  }

  /**
   * The rows of matrices at indices. @shape matrix [batch…, n, m]; indices [shape…]; [shape…, m]
   */
  static Tensor row(Tensor matrix, Tensor indices) {
    Tensor table =
        matrix.expand(append(Shape.of(indices.shape()), matrix.size(-2), matrix.size(-1)));
    return pick(table, indices, 1);
  }

  /**
   * The events at indices of the axis in front of them.
   *
   * @shape table [shape…, n, event…]; indices [shape…]; result [shape…, event…]
   */
  static Tensor pick(Tensor table, Tensor indices, int eventRank) {
    long[] one = table.shape();
    int axis = one.length - 1 - eventRank;
    one[axis] = 1;
    Tensor all = indices.unsqueeze(-1);
    for (int i = 0; i < eventRank; i++) {
      all = all.unsqueeze(-1);
    }
    return table.gather(axis, all.expand(one)).squeeze(axis);
  }
}
