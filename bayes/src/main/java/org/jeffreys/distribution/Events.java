package org.jeffreys.distribution;

import java.util.Arrays;
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

  /** The log densities where values lie inside, minus infinity elsewhere. */
  static Tensor outsideZero(Tensor inside, Tensor logProb) {
    return inside.where(logProb, Tensor.full(logProb.dtype(), Double.NEGATIVE_INFINITY));
  }

  /** Where numbers are not negative; NaN is not among them. */
  static Tensor notNegative(Tensor tensor) {
    return tensor.gt(-LEAST);
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

  /** The elements of one index along the last axis, which broadcast with the indices. */
  static Tensor pick(Tensor table, Tensor indices) {
    Shape batch = broadcast(batch(table, 1), Shape.of(indices.shape()));
    Tensor all = table.expand(append(batch, table.size(-1)));
    return all.gather(-1, indices.expand(batch.toArray()).unsqueeze(-1)).squeeze(-1);
  }
}
