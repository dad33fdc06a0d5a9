package org.jeffreys.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jeffreys.tensor.Numbers.refused;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NativeMemory.class)
final class TypesTest {
  private static final String ON_FLOATING =
      " expected float32 or float64 elements, got int64 [2]; convert with to(FLOAT32) or to(FLOAT64)";

  private static Map<String, UnaryOperator<Tensor>> operations() {
    return Map.ofEntries(
        Map.entry("tensor sum", x -> x.add(x)),
        Map.entry("tensor difference", x -> x.sub(x)),
        Map.entry("tensor product", x -> x.mul(x)),
        Map.entry("quotient", x -> x.div(x)),
        Map.entry("addProduct", x -> x.addProduct(x, x)),
        Map.entry("factor", x -> x.add(x, 2)),
        Map.entry("maximum", x -> x.maximum(x)),
        Map.entry("gt", x -> x.gt(1)),
        Map.entry("eq", x -> x.eq(x)),
        Map.entry("isFinite", Tensor::isFinite),
        Map.entry("softmax", x -> x.softmax(0)),
        Map.entry("sum", Tensor::sum),
        Map.entry("sum of axis", x -> x.sum(0)),
        Map.entry("sumKeep", x -> x.sumKeep(0)),
        Map.entry("mean", x -> x.mean(0)),
        Map.entry("max", x -> x.max(0)),
        Map.entry("logSumExp", x -> x.logSumExp(0)),
        Map.entry("cumSum", x -> x.cumSum(0)),
        Map.entry("sort", x -> x.sort(0)),
        Map.entry("matmul", x -> x.matmul(x)),
        Map.entry("count", x -> x.count(0)),
        Map.entry("whole add", x -> x.add(1)),
        Map.entry("whole clampMin", x -> x.clampMin(1)),
        Map.entry("whole mulInPlace", x -> x.mulInPlace(1)),
        Map.entry("addInPlace", x -> x.addInPlace(x)),
        Map.entry("reluInPlace", Tensor::reluInPlace),
        Map.entry("digamma", Special::digamma),
        Map.entry("diagonalMatrix", Linalg::diagonalMatrix));
  }

  @Test
  void theTypeIsWhatTheLibraryComputed() {
    List<String> wrong = new ArrayList<>();
    Map<String, UnaryOperator<Tensor>> all = new java.util.TreeMap<>(operations());
    Elementwise.all().forEach(e -> all.put("elementwise " + e, e.operation()));
    for (DType dtype : DType.values()) {
      all.forEach(
          (name, operation) -> {
            try {
              Tensor result = operation.apply(Tensor.ones(dtype, 2));
              if (result.handle().scalar_type().intern() != result.dtype().scalarType()) {
                wrong.add(name + " of " + dtype + " says " + result.dtype());
              }
            } catch (IllegalArgumentException refusal) {
              if (dtype.isFloating() && !name.equals("count")) {
                wrong.add(name + " refuses " + dtype + ": " + refusal.getMessage());
              }
            }
          });
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void nothingConvertsUnasked() {
    Tensor whole = Tensor.of(new long[] {1, 2}, 2);
    Tensor wide = Tensor.of(new double[] {1, 2}, 2);
    Tensor narrow = wide.to(DType.FLOAT32);
    String two =
        " expected operands of one type, got float64 [2] and float32 [2]; convert one with"
            + " to(DType)";
    refused(() -> wide.add(narrow), "add:" + two);
    refused(() -> wide.addInPlace(narrow), "addInPlace:" + two);
    refused(() -> wide.mulInPlace(narrow), "mulInPlace:" + two);
    refused(() -> wide.copyFrom(narrow), "copyFrom:" + two);
    refused(() -> wide.eq(narrow), "eq:" + two);
    refused(() -> wide.addProduct(narrow, wide), "addProduct:" + two);
    refused(() -> wide.addProductInPlace(wide, narrow, 1), "addProductInPlace:" + two);
    refused(() -> wide.gt(1).where(wide, narrow), "where:" + two);
    refused(() -> whole.exp(), "exp:" + ON_FLOATING);
    refused(() -> Special.erf(whole), "erf:" + ON_FLOATING);
    refused(() -> Linalg.cholesky(whole), "cholesky:" + ON_FLOATING);
    refused(() -> whole.mul(0.5), "value: expected a whole number for int64 elements, got 0.5");
    refused(
        () -> whole.fill(Double.NaN), "value: expected a whole number for int64 elements, got NaN");
    refused(
        () -> Tensor.full(DType.BOOL, 2, 3), "value: expected 0 or 1 for bool elements, got 2.0");
    refused(
        () -> Tensor.zeros(DType.BOOL, 3).sum(0),
        "sum: expected float32, float64 or int64 elements, got bool [3]; call count");
    refused(
        () -> wide.where(wide, wide),
        "where: expected bool elements, got float64 [2]; compare first");
  }

  @Test
  void conversionsThatWereAskedFor() {
    Tensor x = Tensor.of(new double[] {-1.75, 0, 1.75, 0.1}, 4);
    assertThat(x.to(DType.INT64).toLongs()).containsExactly(-1, 0, 1, 0);
    assertThat(x.to(DType.FLOAT32).toFloats()).containsExactly(-1.75f, 0f, 1.75f, 0.1f);
    assertThat(x.to(DType.FLOAT32).toDoubles()[3]).isEqualTo(0.1f);
    assertThat(x.to(DType.BOOL).toBytes()).containsExactly(1, 0, 1, 1);
    assertThat(x.to(DType.FLOAT64)).isSameAs(x);
    assertThat(Tensor.of(DType.INT16, new double[] {-3, 300}, 2).to(DType.INT64).toLongs())
        .containsExactly(-3, 300);
  }

  @Test
  void wholeNumbersStayExact() {
    Tensor large = Tensor.of(new long[] {(1L << 53) + 1, -7}, 2);
    assertThat(large.add(1).toLongs()).containsExactly((1L << 53) + 2, -6);
    assertThat(large.mul(-2).toLongs()).containsExactly(-(1L << 54) - 2, 14);
    assertThat(large.gt(1L << 53).toBytes()).containsExactly(1, 0);
    assertThat(large.abs().toLongs()).containsExactly((1L << 53) + 1, 7);
  }

  @Test
  void typesKnowTheirSizesAndNames() {
    assertThat(DType.values())
        .extracting(DType::toString)
        .containsExactly("float32", "float64", "int64", "int16", "uint8", "bool");
    for (DType dtype : DType.values()) {
      Tensor x = Tensor.ones(dtype, 3);
      assertThat(x.toBytes()).hasSize(3 * dtype.bytes());
      assertThat(dtype.isFloating()).isEqualTo(dtype.toString().startsWith("float"));
      assertThat(Tensor.ofBytes(dtype, x.toBytes(), 3).eq(x).all()).isTrue();
    }
  }
}
