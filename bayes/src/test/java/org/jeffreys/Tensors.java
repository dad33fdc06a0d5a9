package org.jeffreys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Tensor;

/** Tensors of seeded numbers, and how near two are. */
public final class Tensors {
  private Tensors() {}

  /** Numbers uniform on [-2, 2) in float64. */
  public static Tensor uniform(Random random, long... shape) {
    return uniform(random, DType.FLOAT64, shape);
  }

  /** Numbers uniform on [-2, 2). */
  public static Tensor uniform(Random random, DType dtype, long... shape) {
    int size = 1;
    for (long axis : shape) {
      size = (int) (size * axis);
    }
    return Tensor.of(dtype, random.doubles(size, -2, 2).toArray(), shape);
  }

  /** Holds that shapes agree, and elements to {@code tolerance} of the largest, or of 1. */
  public static void assertClose(Tensor actual, Tensor expected, double tolerance) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    double scale = 1;
    for (double value : expected.toDoubles()) {
      scale = Math.max(scale, Math.abs(value));
    }
    assertThat(actual.toDoubles()).containsExactly(expected.toDoubles(), within(tolerance * scale));
  }
}
