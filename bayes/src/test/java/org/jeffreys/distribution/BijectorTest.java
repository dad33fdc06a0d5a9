package org.jeffreys.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.jeffreys.NativeMemory;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the bijectors of numbers keep to. */
@ExtendWith(NativeMemory.class)
final class BijectorTest {
  /** Makes a support for an element type. */
  interface Made {
    Support of(DType dtype);
  }

  record Example(String name, Made made) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Example> supports() {
    return Stream.of(
        new Example("real", dtype -> Supports.REAL),
        new Example("positive", dtype -> Supports.POSITIVE),
        new Example("non-negative", dtype -> Supports.NON_NEGATIVE),
        new Example("unit", dtype -> Supports.UNIT),
        new Example("circle", dtype -> Supports.CIRCLE),
        new Example("interval", dtype -> Supports.interval(dtype, -1.25, 0.7)),
        new Example("interval far out", dtype -> Supports.interval(dtype, 1e5, 1.1e5)),
        new Example("at least", dtype -> Supports.atLeast(dtype, 1.3)),
        new Example("at most", dtype -> Supports.atMost(dtype, -1.3)));
  }

  private static Bijector bijector(Support support) {
    return Check.present(support.bijector(), "bijector");
  }

  @ParameterizedTest
  @MethodSource("supports")
  void thereAndBackIsNothing(Example example) {
    Bijector bijector = bijector(example.made().of(DType.FLOAT64));
    Tensor x = Tensor.linspace(DType.FLOAT64, -8, 8, 33);
    assertThat(bijector.inverse(bijector.forward(x)).toDoubles())
        .containsExactly(x.toDoubles(), within(1e-6));
  }

  @ParameterizedTest
  @MethodSource("supports")
  void determinantIsTheSlope(Example example) {
    Bijector bijector = bijector(example.made().of(DType.FLOAT64));
    Tensor x = Gradients.track(Tensor.linspace(DType.FLOAT64, -12, 12, 41));
    Tensor y = bijector.forward(x);
    assertThat(bijector.logDeterminant(x, y).toDoubles())
        .containsExactly(Gradients.of(y, x).get(0).abs().log().toDoubles(), within(1e-9));
  }

  @ParameterizedTest
  @MethodSource("supports")
  void everyNumberGoesInside(Example example) {
    for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      Support support = example.made().of(dtype);
      Bijector bijector = bijector(support);
      double[] ends = {-1e30, -1e6, -800, -100, -40, 0, 17, 40, 100, 800, 1e6, 1e30};
      Tensor x = Gradients.track(Tensor.of(dtype, ends, ends.length));
      Tensor y = bijector.forward(x);
      assertThat(support.contains(y).all()).isTrue();
      Tensor log = bijector.logDeterminant(x, y);
      assertThat(log.eq(log).all()).isTrue();
      assertThat(Gradients.of(y, x).get(0).isFinite().all()).isTrue();
      assertThat(Gradients.of(log, x).get(0).isFinite().all()).isTrue();
    }
  }

  @Test
  void membersAreThose() {
    assertMembers(Supports.POSITIVE, false, false, true, false, false);
    assertMembers(Supports.NON_NEGATIVE, false, true, true, false, false);
    assertMembers(Supports.UNIT, false, false, false, false, false);
    assertMembers(Supports.BOOLEAN, false, true, false, false, false);
    assertMembers(Supports.COUNT, false, true, true, false, false);
    assertMembers(Supports.CIRCLE, true, true, true, false, false);
    assertMembers(Supports.REAL, true, true, true, false, false);
    assertMembers(Supports.integers(-1, 2), true, true, true, false, false);
    assertMembers(Supports.integers(-1, 1), true, true, false, false, false);
    assertMembers(Supports.interval(DType.FLOAT64, -1, 1), true, true, false, false, false);
    assertMembers(Supports.atLeast(DType.FLOAT64, 0), false, true, true, false, false);
    assertMembers(Supports.atMost(DType.FLOAT64, 0), true, true, false, false, false);
  }

  /** Of -1, 0, 2, infinity and NaN. */
  private static void assertMembers(Support support, Boolean... expected) {
    double[] values = {-1, 0, 2, Double.POSITIVE_INFINITY, Double.NaN};
    for (int i = 0; i < values.length; i++) {
      try (Scope scope = Scope.open()) {
        assertThat(support.contains(Parameters.number(values[i])).all())
            .as("%s contains %s", support, values[i])
            .isEqualTo(expected[i]);
      }
    }
  }

  @Test
  void supportsSayWhatTheyAre() {
    assertThat(Supports.interval(DType.FLOAT64, -1, 2)).hasToString("values in [-1.0, 2.0]");
    assertThat(Supports.integers(0, 3)).hasToString("whole numbers in [0, 3]");
    assertThat(Supports.integers(0, 3).isDiscrete()).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Supports.interval(DType.FLOAT64, 1, 1))
        .withMessage("high: expected a value > low = 1.0, got 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Supports.integers(2, 1))
        .withMessage("high: expected an integer >= low = 2, got 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Supports.atLeast(DType.FLOAT64, Double.NaN))
        .withMessage("bound: expected a finite value, got NaN");
  }
}
