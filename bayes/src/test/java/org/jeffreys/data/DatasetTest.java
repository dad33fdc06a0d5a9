package org.jeffreys.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jeffreys.NativeMemory;
import org.jeffreys.core.NumericalException;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NativeMemory.class)
final class DatasetTest {
  private static final double[][] ROWS = {{1, 2}, {3, 4}, {5, 6}};
  private static final double[][] COLUMN = {{1}, {2}, {3}};

  @Test
  void holdsRows() {
    try (Dataset data = Dataset.of(DType.FLOAT32, ROWS, COLUMN)) {
      assertThat(data.size()).isEqualTo(3);
      assertThat(data.inputShape()).isEqualTo(Shape.of(2));
      assertThat(data.targetShape()).isEqualTo(Shape.of(1));
      assertThat(data.inputs().toDoubles()).containsExactly(1, 2, 3, 4, 5, 6);
    }
  }

  @Test
  void refusesNumbersThatAreNotFinite() {
    assertThatThrownBy(
            () -> Dataset.of(DType.FLOAT64, new double[][] {{1}, {Double.NaN}, {3}}, COLUMN))
        .isInstanceOf(NumericalException.class)
        .hasMessage(
            "inputs: expected finite values, got NaN or infinity; drop or impute those rows");
    assertThatThrownBy(
            () ->
                Dataset.of(
                    DType.FLOAT64, COLUMN, new double[][] {{1}, {2}, {Double.NEGATIVE_INFINITY}}))
        .isInstanceOf(NumericalException.class)
        .hasMessage(
            "targets: expected finite values, got NaN or infinity; drop or impute those rows");
    // Finite in float64, infinite in float32.
    assertThatThrownBy(() -> Dataset.of(DType.FLOAT32, new double[][] {{1e300}, {1}, {1}}, COLUMN))
        .isInstanceOf(NumericalException.class);
  }

  @Test
  void refusesRowsThatDoNotFit() {
    assertThatThrownBy(() -> Dataset.of(DType.FLOAT64, new double[][] {{1, 2}, {3}}, COLUMN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("inputs[1]: expected 2 values, got 1");
    assertThatThrownBy(() -> Dataset.of(DType.FLOAT64, new double[0][], COLUMN))
        .hasMessage("inputs: expected at least one row, got none");
    assertThatThrownBy(() -> Dataset.of(DType.FLOAT64, ROWS, new double[][] {{1}, {2}}))
        .hasMessage("targets: expected 3 rows, one an input, got float64 [2, 1]");
    Tensor rows = Tensor.zeros(DType.FLOAT64, 3, 2);
    assertThatThrownBy(() -> new Dataset(rows, Tensor.zeros(DType.FLOAT64, 3)))
        .hasMessage(
            "targets: expected shape [n, outputs…], got float64 [3]; add an axis with"
                + " unsqueeze(1)");
    assertThatThrownBy(() -> new Dataset(Tensor.zeros(DType.FLOAT64, 3), rows))
        .hasMessage("inputs: expected shape [n, features…], got float64 [3]");
    assertThatThrownBy(() -> new Dataset(Tensor.zeros(DType.FLOAT64, 0, 2), rows))
        .hasMessage("inputs: expected at least one example, got float64 [0, 2]");
  }
}
