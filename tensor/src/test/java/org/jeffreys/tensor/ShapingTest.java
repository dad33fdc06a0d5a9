package org.jeffreys.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.jeffreys.tensor.Numbers.assertGradient;
import static org.jeffreys.tensor.Numbers.assertSame;
import static org.jeffreys.tensor.Numbers.assertValues;
import static org.jeffreys.tensor.Numbers.refused;
import static org.jeffreys.tensor.Numbers.sample;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NativeMemory.class)
final class ShapingTest {

  private static double at(Tensor x, long i, long j, long k) {
    return x.select(0, i).select(0, j).select(0, k).item();
  }

  @Test
  void rowMajorOrder() {
    Tensor x = Tensor.range(24).to(DType.FLOAT64).reshape(2, 3, 4);
    for (long i = 0; i < 2; i++) {
      for (long j = 0; j < 3; j++) {
        for (long k = 0; k < 4; k++) {
          assertThat(at(x, i, j, k)).isEqualTo(12.0 * i + 4.0 * j + k);
        }
      }
    }
    assertThat(x.reshape(-1, 2).shape()).containsExactly(12, 2);
  }

  @Test
  void axesChangePlaces() {
    for (long[] shape : new long[][] {{3, 3, 3}, {2, 3, 5}}) {
      Tensor x = sample("x", shape);
      Tensor permuted = x.permute(2, 0, 1);
      Tensor transposed = x.transpose(0, -1);
      assertThat(permuted.shape()).containsExactly(shape[2], shape[0], shape[1]);
      assertThat(transposed.shape()).containsExactly(shape[2], shape[1], shape[0]);
      for (long i = 0; i < shape[0]; i++) {
        for (long j = 0; j < shape[1]; j++) {
          for (long k = 0; k < shape[2]; k++) {
            assertThat(at(permuted, k, i, j)).isEqualTo(at(x, i, j, k));
            assertThat(at(transposed, k, j, i)).isEqualTo(at(x, i, j, k));
          }
        }
      }
      assertSame(transposed.contiguous().transpose(0, 2), x, 0);
    }
  }

  @Test
  void axesComeAndGo() {
    Tensor x = sample("x", 2, 3);
    assertThat(x.unsqueeze(1).shape()).containsExactly(2, 1, 3);
    assertThat(x.unsqueeze(-1).shape()).containsExactly(2, 3, 1);
    assertSame(x.unsqueeze(0).squeeze(0), x, 0);
    assertThat(x.unsqueeze(1).expand(2, 5, 3).shape()).containsExactly(2, 5, 3);
    refused(() -> x.squeeze(1), "squeeze: expected length 1 at axis 1, got float64 [2, 3]");
    refused(() -> x.squeeze(2), "axis: expected an index in [0, 2), got 2");
  }

  @Test
  void partsAreViews() {
    Tensor x = Tensor.zeros(DType.FLOAT64, 2, 3, 5);
    x.select(1, 2).fill(1);
    x.narrow(2, 1, 2).fill(2);
    assertValues(x.sum(0, 2), 8, 8, 14);
    x.select(0, -1).fill(0);
    assertValues(x.sum(1, 2), 15, 0);
  }

  @Test
  void stridedViewsStartWhereTheirTensorDoes() {
    Tensor flat = Tensor.range(20).to(DType.FLOAT64).reshape(2, 10);
    long[] shape = {2, 2, 3};
    assertValues(
        flat.strided(shape, new long[] {10, 3, 1}, 2),
        new double[] {2, 3, 4, 5, 6, 7, 12, 13, 14, 15, 16, 17});
    assertValues(
        flat.select(0, 1).strided(new long[] {2}, new long[] {4}, 1), new double[] {11, 15});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> flat.strided(shape, new long[] {10, 3, 1}, 5))
        .withMessageStartingWith(
            "strided: expected operands that fit, got float64 [2, 10]; setStorage: sizes [2, 2, 3],");
  }

  @Test
  void rowsAndElementsByIndex() {
    Tensor x = Tensor.range(6).to(DType.FLOAT64).reshape(2, 3);
    Tensor indices = Tensor.of(new long[] {2, 0, 0, 1}, 4);
    assertValues(x.indexSelect(1, indices), 2, 0, 0, 1, 5, 3, 3, 4);
    assertValues(x.gather(1, indices.reshape(2, 2)), 2, 0, 3, 4);
    refused(
        () -> x.gather(1, Tensor.of(new long[] {1}, 1, 1)),
        "indices: expected the shape of float64 [2, 3] but for axis 1, got int64 [1, 1]");
    refused(
        () -> x.indexSelect(0, x),
        "indices: expected int64 elements, got float64 [2, 3]; call to(INT64) first");
    refused(
        () -> x.indexSelect(1, Tensor.of(new long[] {3}, 1)),
        "indexSelect: expected operands that fit, got float64 [2, 3] and int64 [1]; INDICES element is out of"
            + " DATA bounds, id=3 axis_dim=3");
  }

  @Test
  void joining() {
    Tensor x = sample("x", 2, 3);
    Tensor y = sample("y", 2, 1);
    assertThat(Tensor.cat(1, x, y, x).shape()).containsExactly(2, 7);
    assertSame(Tensor.cat(1, x, y).narrow(1, 3, 1), y, 0);
    assertThat(Tensor.stack(1, x, x).shape()).containsExactly(2, 2, 3);
    assertSame(Tensor.stack(0, x, x.neg()).select(0, 1), x.neg(), 0);
    refused(() -> Tensor.cat(0), "tensors: expected at least one, got none");
    refused(
        () -> Tensor.cat(1, x, y.to(DType.FLOAT32)),
        "cat: expected operands of one type, got float64 [2, 3] and float32 [2, 1]; convert one with"
            + " to(DType)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.stack(0, x, y))
        .withMessage(
            "stack: expected operands that fit, got float64 [2, 3] and float64 [2, 1]; stack expects"
                + " each tensor to be equal size, but got [2, 3] at entry 0 and [2, 1] at entry 1");
  }

  @Test
  void shapingHasDerivatives() {
    Tensor indices = Tensor.of(new long[] {2, 0, 0, 1, 2, 2}, 2, 3);
    List<UnaryOperator<Tensor>> all =
        List.of(
            x -> x.reshape(3, 2),
            x -> x.permute(1, 0),
            x -> x.transpose(0, 1),
            x -> x.unsqueeze(1).expand(2, 4, 3),
            x -> x.unsqueeze(0).squeeze(0),
            x -> x.select(1, 2),
            x -> x.narrow(1, 1, 2),
            x -> x.strided(new long[] {2, 2}, new long[] {3, 1}, 1),
            x -> x.indexSelect(1, indices.reshape(6)),
            x -> x.gather(1, indices),
            x -> Tensor.cat(0, x, x.square()),
            x -> Tensor.stack(1, x, x.square()),
            x -> x.contiguous().copy().to(DType.FLOAT64));
    all.forEach(operation -> assertGradient(operation, sample("x", 2, 3)));
  }
}
