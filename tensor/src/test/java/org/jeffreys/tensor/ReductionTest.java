package org.jeffreys.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jeffreys.tensor.Numbers.assertGradient;
import static org.jeffreys.tensor.Numbers.assertSame;
import static org.jeffreys.tensor.Numbers.assertValues;
import static org.jeffreys.tensor.Numbers.refused;
import static org.jeffreys.tensor.Numbers.sample;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(NativeMemory.class)
final class ReductionTest {
  private static final long[][] SHAPES = {{3, 3, 3}, {2, 3, 5}};
  private static final long[][] AXES = {{0}, {1}, {-1}, {0, 2}, {-3, 1}, {0, 1, 2}};

  private record Reduction(
      String name,
      BiFunction<Tensor, long[], Tensor> operation,
      ToDoubleFunction<double[]> expected) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Reduction> reductions() {
    return List.of(
        new Reduction("sum", (x, axes) -> x.sum(axes), v -> Arrays.stream(v).sum()),
        new Reduction(
            "mean", (x, axes) -> x.mean(axes), v -> Arrays.stream(v).average().orElseThrow()),
        new Reduction("max", (x, axes) -> x.max(axes), v -> Arrays.stream(v).max().orElseThrow()),
        new Reduction("min", (x, axes) -> x.min(axes), v -> Arrays.stream(v).min().orElseThrow()),
        new Reduction(
            "logSumExp",
            (x, axes) -> x.logSumExp(axes),
            v -> Math.log(Arrays.stream(v).map(Math::exp).sum())));
  }

  @ParameterizedTest
  @MethodSource("reductions")
  void valuesAreThoseOfPlainJava(Reduction reduction) {
    for (long[] shape : SHAPES) {
      Tensor x = sample("x", shape);
      for (long[] axes : AXES) {
        assertSame(reduction.operation().apply(x, axes), expected(reduction, x, axes), 1e-12);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("reductions")
  void derivativesAreThoseOfDifferences(Reduction reduction) {
    for (long[] axes : AXES) {
      assertGradient(x -> reduction.operation().apply(x, axes), sample("x", 2, 3, 2));
    }
  }

  /** The reduction of the cells of each place of the axes that stay, found index by index. */
  private static Tensor expected(Reduction reduction, Tensor x, long... axes) {
    long[] kept = x.shape();
    for (long axis : axes) {
      kept[Math.floorMod(axis, x.rank())] = 1;
    }
    double[] values = x.toDoubles();
    double[][] cells = new double[(int) Shape.of(kept).numElements()][0];
    for (int i = 0; i < values.length; i++) {
      int place = place(i, x.shape(), kept);
      cells[place] = Arrays.copyOf(cells[place], cells[place].length + 1);
      cells[place][cells[place].length - 1] = values[i];
    }
    double[] reduced = Arrays.stream(cells).mapToDouble(reduction.expected()).toArray();
    return Tensor.of(reduced, without(x.shape(), axes));
  }

  /** Where element {@code i} of a shape falls in the shape whose reduced axes have length 1. */
  private static int place(int i, long[] shape, long[] kept) {
    long place = 0;
    long rest = i;
    long stride = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      place += rest % shape[axis] % kept[axis] * stride;
      rest /= shape[axis];
      stride *= kept[axis];
    }
    return (int) place;
  }

  private static long[] without(long[] shape, long... axes) {
    return IntStream.range(0, shape.length)
        .filter(axis -> Arrays.stream(axes).noneMatch(a -> Math.floorMod(a, shape.length) == axis))
        .mapToLong(axis -> shape[axis])
        .toArray();
  }

  @Test
  void sumsOfAll() {
    Tensor x = sample("x", 2, 3, 5);
    double total = Arrays.stream(x.toDoubles()).sum();
    assertThat(x.sum().shape()).isEmpty();
    assertValues(x.sum(), total);
    assertValues(x.mean(), total / 30);
    assertThat(Tensor.of(new long[] {1L << 60, 1L << 60}, 2).sum().toLongs())
        .containsExactly(1L << 61);
    assertThat(Tensor.zeros(DType.FLOAT64, 0, 3).sum().item()).isZero();
  }

  @Test
  void sumsThatKeepTheirAxes() {
    Tensor x = sample("x", 2, 3, 5);
    Tensor kept = x.sumKeep(0, -1);
    assertThat(kept.shape()).containsExactly(1, 3, 1);
    assertSame(kept.reshape(3), x.sum(0, 2), 0);
    Tensor into = Tensor.full(DType.FLOAT64, 9, 2, 3, 1);
    x.sumKeepInto(into.narrow(0, 0, 2), -1);
    assertSame(into, x.sumKeep(2), 0);
    assertGradient(at -> at.sumKeep(1), sample("x", 2, 3));
  }

  @Test
  void sumsAreNotWrittenIntoOtherShapes() {
    Tensor x = sample("x", 2, 3, 5);
    refused(
        () -> x.sumKeepInto(Tensor.zeros(DType.FLOAT64, 2, 1, 3), 1),
        "out: expected shape [2, 1, 5], got float64 [2, 1, 3]");
    refused(
        () -> x.sumKeepInto(Tensor.zeros(DType.FLOAT32, 2, 1, 5), 1),
        "sumKeepInto: expected operands of one type, got float32 [2, 1, 5] and float64 [2, 3, 5];"
            + " convert one with to(DType)");
    refused(
        () -> x.sumKeepInto(Tensor.zeros(DType.FLOAT64, 1), 3),
        "axis: expected an index in [0, 3), got 3");
  }

  @Test
  void extremesAndLogSumExpAtTheEdges() {
    Tensor x = Tensor.of(new double[] {1, Double.NaN, 800, 900}, 2, 2);
    assertValuesOrNaN(x.max(1), Double.NaN, 900);
    assertValuesOrNaN(x.min(1), Double.NaN, 800);
    assertValues(x.narrow(0, 1, 1).logSumExp(1), 900);
    double none = Double.NEGATIVE_INFINITY;
    assertValuesOrNaN(Tensor.of(new double[] {none, none}, 2).logSumExp(0), none);
  }

  private static void assertValuesOrNaN(Tensor actual, double... expected) {
    assertThat(actual.toDoubles()).containsExactly(expected);
  }

  @Test
  void runningSumsAndSorting() {
    Tensor x = Tensor.of(new double[] {3, -1, 2, 0.5, 7, -4}, 2, 3);
    assertValues(x.cumSum(1), 3, 2, 4, 0.5, 7.5, 3.5);
    assertValues(x.cumSum(0), 3, -1, 2, 3.5, 6, -2);
    assertValues(x.sort(-1), -1, 2, 3, -4, 0.5, 7);
    assertValues(x.sort(0), 0.5, -1, -4, 3, 7, 2);
    assertGradient(at -> at.cumSum(1), x);
    assertGradient(at -> at.sort(1), x);
  }
}
