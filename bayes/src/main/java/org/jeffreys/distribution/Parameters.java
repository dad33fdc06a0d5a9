package org.jeffreys.distribution;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/** Parameters of distributions: made of numbers, broadcast, checked. */
final class Parameters {
  private Parameters() {}

  /** A number as a tensor without axes, float64. */
  static Tensor number(double value) {
    return Tensor.full(DType.FLOAT64, value);
  }

  /**
   * What tensors broadcast to.
   *
   * @throws IllegalArgumentException if they do not
   */
  static Shape broadcast(Tensor... tensors) {
    long[] all = {};
    for (Tensor tensor : tensors) {
      all = broadcast(all, tensor.shape());
    }
    return Shape.of(all);
  }

  static long[] broadcast(long[] a, long[] b) {
    long[] longer = (a.length >= b.length ? a : b).clone();
    long[] shorter = a.length >= b.length ? b : a;
    int offset = longer.length - shorter.length;
    for (int i = 0; i < shorter.length; i++) {
      long one = longer[offset + i];
      long other = shorter[i];
      Check.require(
          one == other || one == 1 || other == 1,
          "parameters",
          "shapes that broadcast",
          Shape.of(a) + " and " + Shape.of(b));
      longer[offset + i] = one == 1 ? other : one;
    }
    return longer;
  }

  static void finite(String name, Tensor parameter) {
    require(name, "finite values", parameter.isFinite(), parameter);
  }

  static void positive(String name, Tensor parameter) {
    require(name, "finite values > 0", parameter.isFinite().and(parameter.gt(0)), parameter);
  }

  static void openUnit(String name, Tensor parameter) {
    require(name, "values in (0, 1)", Domain.openUnit(parameter), parameter);
  }

  static void count(String name, Tensor parameter) {
    require(name, "whole numbers >= 0", Domain.count(parameter), parameter);
  }

  /** Requires a truth of every element, and names the first that is not so. */
  static void require(String name, String expected, Tensor truths, Tensor parameter) {
    if (truths.all()) {
      return;
    }
    double[] values = parameter.to(DType.FLOAT64).toDoubles();
    double[] flags = truths.to(DType.FLOAT64).expand(parameter.shape()).toDoubles();
    for (int i = 0; i < values.length; i++) {
      if (flags[i] == 0) {
        throw Check.failure(name, expected, values[i]);
      }
    }
  }
}
