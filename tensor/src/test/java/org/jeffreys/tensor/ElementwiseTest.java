package org.jeffreys.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jeffreys.tensor.Numbers.assertGradient;
import static org.jeffreys.tensor.Numbers.assertNear;
import static org.jeffreys.tensor.Numbers.assertSame;
import static org.jeffreys.tensor.Numbers.assertValues;
import static org.jeffreys.tensor.Numbers.positive;
import static org.jeffreys.tensor.Numbers.sample;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(NativeMemory.class)
final class ElementwiseTest {

  private record Pairwise(
      String name, BinaryOperator<Tensor> operation, DoubleBinaryOperator expected) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Elementwise> elementwise() {
    return Elementwise.all();
  }

  static List<Pairwise> pairwise() {
    return List.of(
        new Pairwise("add", Tensor::add, Double::sum),
        new Pairwise("add times", (x, y) -> x.add(y, -1.5), (x, y) -> x - 1.5 * y),
        new Pairwise("sub", Tensor::sub, (x, y) -> x - y),
        new Pairwise("mul", Tensor::mul, (x, y) -> x * y),
        new Pairwise("div", Tensor::div, (x, y) -> x / y),
        new Pairwise("maximum", Tensor::maximum, Math::max),
        new Pairwise("minimum", Tensor::minimum, Math::min),
        new Pairwise("addProduct", (x, y) -> x.addProduct(y, x), (x, y) -> x + y * x),
        new Pairwise(
            "logAddExp", Special::logAddExp, (x, y) -> Math.log(Math.exp(x) + Math.exp(y))),
        new Pairwise("xlogy", (x, y) -> Special.xlogy(x, y.abs()), (x, y) -> x * Math.log(abs(y))),
        new Pairwise("where", (x, y) -> x.gt(0).where(x, y), (x, y) -> x > 0 ? x : y));
  }

  private static double abs(double x) {
    return Math.abs(x);
  }

  @ParameterizedTest
  @MethodSource("elementwise")
  void valuesAreThoseOfPlainJava(Elementwise operation) {
    double[] points = operation.points().stream().mapToDouble(x -> x).toArray();
    double[] expected = operation.points().stream().mapToDouble(operation::at).toArray();
    assertValues(operation.operation().apply(Tensor.of(points, points.length)), expected);
    Tensor narrow = Tensor.of(DType.FLOAT32, points, 1, points.length);
    Tensor result = operation.operation().apply(narrow);
    assertThat(result.shape()).containsExactly(1, points.length);
    assertNear(result, 1e-6, expected);
  }

  @ParameterizedTest
  @MethodSource("elementwise")
  void derivativesAreThoseOfDifferences(Elementwise operation) {
    if (operation.smooth()) {
      double[] points = operation.points().stream().mapToDouble(x -> x).toArray();
      assertGradient(operation.operation()::apply, Tensor.of(points, points.length));
    }
  }

  @ParameterizedTest
  @MethodSource("pairwise")
  void operandsBroadcast(Pairwise operation) {
    long[][] shapes = {{3, 3, 3}, {2, 3, 5}};
    for (long[] shape : shapes) {
      Tensor x = sample("x", shape);
      Tensor y = sample("y", shape[0], 1, shape[2]);
      Tensor row = sample("row", shape[2]);
      assertSame(operation.operation().apply(x, y), expected(operation, x, y), 1e-12);
      assertSame(operation.operation().apply(x, row), expected(operation, x, row), 1e-12);
      assertSame(operation.operation().apply(row, x), expected(operation, row, x), 1e-12);
    }
  }

  private static Tensor expected(Pairwise operation, Tensor x, Tensor y) {
    long[] shape = x.rank() >= y.rank() ? x.shape() : y.shape();
    double[] left = x.expand(shape).toDoubles();
    double[] right = y.expand(shape).toDoubles();
    for (int i = 0; i < left.length; i++) {
      left[i] = operation.expected().applyAsDouble(left[i], right[i]);
    }
    return Tensor.of(left, shape);
  }

  @ParameterizedTest
  @MethodSource("pairwise")
  void derivativesSumOverBroadcastAxes(Pairwise operation) {
    Tensor x = sample("x", 2, 3);
    Tensor y = sample("y", 2, 1);
    assertGradient(at -> operation.operation().apply(at, y), x);
    assertGradient(at -> operation.operation().apply(x, at), y);
  }

  @Test
  void softmaxNormalisesAlongItsAxis() {
    Tensor x = sample("x", 3, 3, 3);
    for (int axis = -1; axis < 3; axis++) {
      int along = axis;
      Tensor powers = x.exp();
      Tensor expected = powers.div(powers.sumKeep(axis));
      assertSame(x.softmax(axis), expected, 1e-12);
      assertSame(x.logSoftmax(axis), expected.log(), 1e-12);
      assertGradient(at -> at.softmax(along), x);
      assertGradient(at -> at.logSoftmax(along), x);
    }
    Tensor far = Tensor.of(new double[] {-1000, 0, 1000}, 3);
    assertValues(far.softmax(0), 0, 0, 1);
    assertValues(far.logSoftmax(0), -2000, -1000, 0);
  }

  @Test
  void inPlaceFormsWriteWhatTheOthersReturn() {
    Tensor x = sample("x", 2, 3);
    Tensor y = sample("y", 2, 1);
    Tensor z = positive("z", 3);
    assertSame(x.copy().addInPlace(y), x.add(y), 0);
    assertSame(x.copy().addInPlace(y, -1.5), x.add(y, -1.5), 0);
    assertSame(x.copy().mulInPlace(y), x.mul(y), 0);
    assertSame(x.copy().mulInPlace(-1.5), x.mul(-1.5), 0);
    assertSame(x.copy().reluInPlace(), x.relu(), 0);
    assertSame(x.copy().addProductInPlace(y, z, 0.5), x.add(y.mul(z), 0.5), 1e-15);
    assertSame(x.copy().fill(7), Tensor.full(DType.FLOAT64, 7, 2, 3), 0);
    assertSame(x.copy().copyFrom(y), y.expand(2, 3), 0);
    Tensor written = x.copy();
    assertThat(written.addInPlace(y)).isSameAs(written);
  }

  @Test
  void comparisonsGiveTruthValues() {
    Tensor x = Tensor.of(new double[] {-1, 0, 1, Double.NaN, Double.POSITIVE_INFINITY}, 5);
    assertThat(x.gt(0).toBytes()).containsExactly(0, 0, 1, 0, 1);
    assertThat(x.lt(1).toBytes()).containsExactly(1, 1, 0, 0, 0);
    assertThat(x.eq(x).toBytes()).containsExactly(1, 1, 1, 0, 1);
    assertThat(x.isFinite().toBytes()).containsExactly(1, 1, 1, 0, 0);
    assertThat(x.gt(-2).and(x.lt(1)).toBytes()).containsExactly(1, 1, 0, 0, 0);
    assertThat(x.isFinite().all()).isFalse();
    assertThat(x.narrow(0, 0, 3).isFinite().all()).isTrue();
    Tensor counts = sample("x", 2, 3, 5).gt(-9).count(1);
    assertThat(counts.shape()).containsExactly(2, 5);
    assertThat(counts.toLongs()).containsOnly(3);
  }
}
