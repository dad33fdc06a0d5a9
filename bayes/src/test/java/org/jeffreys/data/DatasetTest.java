package org.jeffreys.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jeffreys.NativeMemory;
import org.jeffreys.core.NumericalException;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
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

  @Test
  void rowsComeInTheOrderAskedForAndOutliveTheirSource() {
    Dataset some;
    try (Dataset data = Dataset.of(DType.FLOAT32, ROWS, COLUMN)) {
      some = data.rows(2, 0, 2);
    }
    try (some) {
      assertThat(some.inputs().toDoubles()).containsExactly(5, 6, 1, 2, 5, 6);
      assertThat(some.targets().size(0)).isEqualTo(3);
    }
  }

  @Test
  void aSplitPartsTheExamples() {
    double[][] inputs = new double[17][1];
    double[][] targets = new double[17][1];
    for (int i = 0; i < 17; i++) {
      inputs[i][0] = i;
      targets[i][0] = 100 + i;
    }
    try (Dataset data = Dataset.of(DType.FLOAT64, inputs, targets);
        Rng rng = Rng.of(3, "split");
        Rng same = Rng.of(3, "split");
        Rng other = Rng.of(4, "split");
        Dataset.Split split = data.split(5, rng);
        Dataset.Split again = data.split(5, same);
        Dataset.Split another = data.split(5, other)) {
      assertThat(split.heldOut().size()).isEqualTo(5);
      assertThat(split.rest().size()).isEqualTo(12);
      Tensor all = Tensor.cat(0, split.rest().inputs(), split.heldOut().inputs());
      assertThat(all.sort(0).toDoubles()).isEqualTo(data.inputs().toDoubles());
      assertThat(split.heldOut().targets().toDoubles())
          .isEqualTo(split.heldOut().inputs().add(100).toDoubles());
      assertThat(again.heldOut().inputs().toDoubles())
          .isEqualTo(split.heldOut().inputs().toDoubles());
      assertThat(another.heldOut().inputs().toDoubles())
          .isNotEqualTo(split.heldOut().inputs().toDoubles());
      for (long count : new long[] {0, 17}) {
        assertThatThrownBy(() -> data.split(count, rng))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("numHeldOut: expected an integer in [1, 17), got " + count);
      }
    }
  }
}
