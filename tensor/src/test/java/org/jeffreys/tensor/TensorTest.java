package org.jeffreys.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.jeffreys.tensor.Numbers.assertSame;
import static org.jeffreys.tensor.Numbers.assertValues;
import static org.jeffreys.tensor.Numbers.refused;
import static org.jeffreys.tensor.Numbers.sample;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Making tensors, looking at them, and what errors say. */
@ExtendWith(NativeMemory.class)
final class TensorTest {

  @Test
  void constants() {
    assertThat(Tensor.zeros(DType.INT16, 2, 0).shape()).containsExactly(2, 0);
    assertValues(Tensor.ones(DType.FLOAT32, 2, 1), 1, 1);
    assertValues(Tensor.full(DType.FLOAT64, 0.1, 2), 0.1, 0.1);
    assertThat(Tensor.full(DType.INT64, -3, 2).toLongs()).containsExactly(-3, -3);
    assertThat(Tensor.full(DType.BOOL, 1, 2).toBytes()).containsExactly(1, 1);
    assertThat(Tensor.range(4).toLongs()).containsExactly(0, 1, 2, 3);
    assertThat(Tensor.range(0).numElements()).isZero();
    assertValues(Tensor.linspace(DType.FLOAT64, -1, 1, 5), -1, -0.5, 0, 0.5, 1);
    assertValues(Tensor.eye(DType.FLOAT64, 2), 1, 0, 0, 1);
    assertThat(Tensor.full(DType.FLOAT64, 7).rank()).isZero();
    assertThat(Tensor.empty(DType.UINT8, 2, 3).numElements()).isEqualTo(6);
  }

  @Test
  void elementsGoInAndOut() {
    assertThat(Tensor.of(new float[] {1, 2.5f}, 2).toFloats()).containsExactly(1, 2.5f);
    assertThat(Tensor.of(new double[] {1, 0.1}, 1, 2).toDoubles()).containsExactly(1, 0.1);
    assertThat(Tensor.of(new long[] {Long.MIN_VALUE, 5}, 2).toLongs())
        .containsExactly(Long.MIN_VALUE, 5);
    assertThat(Tensor.of(new double[] {4}).rank()).isZero();
    Tensor columns = Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, 2, 3).transpose(0, 1);
    assertThat(columns.toDoubles()).containsExactly(1, 4, 2, 5, 3, 6);
    assertThat(columns.to(DType.INT64).toLongs()).containsExactly(1, 4, 2, 5, 3, 6);
    Tensor row = Tensor.zeros(DType.FLOAT32, 2, 2);
    row.select(0, 1).copyFrom(new float[] {8, 9});
    assertThat(row.toFloats()).containsExactly(0, 0, 8, 9);
    assertThat(Tensor.of(new double[0], 0, 3).toDoubles()).isEmpty();
    assertSame(Tensor.ofBytes(DType.FLOAT64, columns.toBytes(), 3, 2), columns, 0);
  }

  @Test
  void elementsThatDoNotFitAreRefused() {
    refused(
        () -> Tensor.of(new double[] {1, 2, 3}, 2, 2),
        "values: expected as many values as [2, 2] has, got 3");
    refused(() -> Tensor.of(new double[] {1}, -1, -1), "shape: expected an integer >= 0, got -1");
    Tensor x = sample("x", 2, 3);
    refused(
        () -> x.copyFrom(new double[5]),
        "values: expected as many values as float64 [2, 3] has, got 5");
    refused(
        () -> x.copyFrom(new float[6]),
        "copyFrom: expected float32 elements, got float64 [2, 3]; pass values of the tensor's type");
    refused(
        () -> x.transpose(0, 1).copyFrom(new double[6]),
        "copyFrom: expected a dense tensor, got a strided view");
    refused(
        x::toFloats,
        "toFloats: expected float32 elements, got float64 [2, 3]; call to(FLOAT32) first");
    refused(
        x::toLongs, "toLongs: expected int64 elements, got float64 [2, 3]; call to(INT64) first");
    refused(
        () -> Tensor.ofBytes(DType.FLOAT64, new byte[9], 1),
        "bytes: expected whole float64 elements, got 9");
    refused(
        () -> Tensor.zeros(DType.UINT8, 1).expand(1L << 32).toBytes(),
        "toBytes: expected what one array holds, got uint8 [4294967296]; narrow it and read on");
  }

  @Test
  void looking() {
    Tensor x = sample("x", 2, 3, 5);
    assertThat(x.rank()).isEqualTo(3);
    assertThat(x.size(-1)).isEqualTo(5);
    assertThat(x.numElements()).isEqualTo(30);
    assertThat(x).hasToString("float64 [2, 3, 5]");
    assertThat(x.device()).isEqualTo(Device.CPU);
    assertThat(x.to(Device.CPU)).isSameAs(x);
    x.shape()[0] = 9;
    assertThat(x.shape()).containsExactly(2, 3, 5);
    refused(() -> x.size(3), "axis: expected an index in [0, 3), got 3");
    refused(x::item, "item: expected a tensor of one element, got float64 [2, 3, 5]");
    assertThat(Tensor.full(DType.BOOL, 1).item()).isEqualTo(1);
  }

  @Test
  void copiesAreApart() {
    Tensor x = sample("x", 3);
    Tensor copy = x.copy();
    x.fill(0);
    assertThat(copy.abs().min().item()).isPositive();
    Tensor same = x.contiguous();
    x.fill(1);
    assertValues(same, 1, 1, 1);
  }

  @Test
  void nativeErrorsBecomeOneLineOfOurs() {
    Tensor x = sample("x", 2, 3);
    refused(
        () -> x.add(sample("y", 2, 4)),
        "add: expected operands that fit, got float64 [2, 3] and float64 [2, 4]; The size of tensor a"
            + " (3) must match the size of tensor b (4) at non-singleton dimension 1");
    refused(
        () -> x.sum(2),
        "sum: expected operands that fit, got float64 [2, 3]; Dimension out of range (expected to be"
            + " in range of [-2, 1], but got 2)");
    refused(
        () -> x.reshape(4),
        "reshape: expected operands that fit, got float64 [2, 3]; shape '[4]' is invalid for input of"
            + " size 6");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> x.expand(2, 3).addInPlace(sample("z", 2, 2, 3)))
        .withMessageStartingWith(
            "addInPlace: expected operands that fit, got float64 [2, 3] and float64 [2, 2, 3]; output"
                + " with shape [2, 3] doesn't match the broadcast shape [2, 2, 3]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> x.select(0, 0).unsqueeze(0).expand(2, 3).addInPlace(x))
        .withMessageStartingWith(
            "addInPlace: expected operands that fit, got float64 [2, 3] and float64 [2, 3];"
                + " unsupported operation: more than one element of the written-to tensor");
  }

  @Test
  void whatDoesNotFitInMemoryIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.empty(DType.FLOAT32, 1L << 45))
        .withMessageStartingWith(
            "empty: expected a result that fits in memory, got float32 [35184372088832];"
                + " DefaultCPUAllocator: can't allocate memory");
  }

  @Test
  void devicesHaveNames() {
    assertThat(Device.named("cpu")).isEqualTo(Device.CPU);
    assertThat(Device.CPU.isAvailable()).isTrue();
    refused(() -> Device.named("tpu"), "device: expected one of [cpu, cuda], got 'tpu'");
    if (!Device.CUDA.isAvailable()) {
      String message =
          "device: expected a device of this machine, got 'cuda'; use cpu, or add the GPU natives of"
              + " the presets";
      refused(() -> Device.named("cuda"), message);
      refused(() -> sample("x", 2).to(Device.CUDA), message);
    }
  }

  @Test
  @Tag("gpu")
  void aGpuComputesTheSame() {
    Tensor x = sample("x", 3, 5);
    Tensor there = x.to(Device.CUDA);
    assertThat(there.device()).isEqualTo(Device.CUDA);
    assertSame(there.exp().matmul(there.transpose(0, 1)), x.exp().matmul(x.transpose(0, 1)), 1e-12);
    assertValues(there.copyFrom(new double[15]).sum(), 0);
    try (Rng rng = Rng.of(1, "gpu");
        Rng again = Rng.of(1, "gpu")) {
      assertSame(rng.fillNormal(there), again.normal(DType.FLOAT64, 3, 5), 0);
    }
  }
}
