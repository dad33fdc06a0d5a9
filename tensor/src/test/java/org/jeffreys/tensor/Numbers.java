package org.jeffreys.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What the tests of tensors say about numbers. */
final class Numbers {
  private Numbers() {}

  /** Reproducible float64 values in (-2, 2), none near another or a kink at 0. */
  static Tensor sample(String name, long... shape) {
    HostStream stream = HostStream.keyed(5, name, 0);
    double[] values = new double[Math.toIntExact(Shape.of(shape).numElements())];
    Arrays.setAll(
        values, i -> (0.1 + 1.9 * stream.nextDouble()) * (stream.nextDouble() < 0.5 ? -1 : 1));
    return Tensor.of(values, shape);
  }

  /** As {@link #sample}, in (0.1, 2). */
  static Tensor positive(String name, long... shape) {
    return sample(name, shape).abs();
  }

  /** Holds that every value is within 1e-12 of what is expected, in relation to 1 or more. */
  static void assertValues(Tensor actual, double... expected) {
    assertNear(actual, 1e-12, expected);
  }

  static void assertNear(Tensor actual, double tolerance, double... expected) {
    double[] values = actual.toDoubles();
    assertThat(values).hasSameSizeAs(expected);
    for (int i = 0; i < values.length; i++) {
      assertThat(values[i])
          .as("element %d", i)
          .isCloseTo(expected[i], within(tolerance * Math.max(1, Math.abs(expected[i]))));
    }
  }

  static void assertSame(Tensor actual, Tensor expected, double tolerance) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertNear(actual, tolerance, expected.toDoubles());
  }

  static void refused(ThrowingCallable call, String message) {
    Assertions.assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }

  /**
   * Holds the gradient of {@code Σ wᵢ f(x)ᵢ}, with unequal weights, against central differences.
   *
   * @param x float64
   */
  static void assertGradient(UnaryOperator<Tensor> function, Tensor x) {
    Function<Tensor, Tensor> weighted =
        at -> {
          Tensor y = function.apply(at);
          return y.mul(positive("weights", y.shape())).sum();
        };
    double[] gradient = Gradients.valueAndGradient(weighted::apply, x).gradient().toDoubles();
    double[] point = x.toDoubles();
    for (int i = 0; i < point.length; i++) {
      double expected = derivative(weighted, point, i, x.shape());
      assertThat(gradient[i])
          .as("derivative %d", i)
          .isCloseTo(expected, within(5e-8 * Math.max(1, Math.abs(expected))));
    }
  }

  /** The five-point central difference. */
  private static double derivative(
      Function<Tensor, Tensor> function, double[] point, int i, long... shape) {
    double step = 1e-4;
    double difference = 0;
    for (int side : new int[] {-2, -1, 1, 2}) {
      double[] moved = point.clone();
      moved[i] += side * step;
      double weight = Math.abs(side) == 1 ? 8 * side : -side / 2.0;
      try (Scope scope = Scope.open()) {
        difference += weight * function.apply(scope.own(Tensor.of(moved, shape))).item();
      }
    }
    return difference / (12 * step);
  }
}
