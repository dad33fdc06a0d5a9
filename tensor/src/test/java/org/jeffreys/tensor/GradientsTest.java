package org.jeffreys.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.jeffreys.tensor.Numbers.assertValues;
import static org.jeffreys.tensor.Numbers.refused;
import static org.jeffreys.tensor.Numbers.sample;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NativeMemory.class)
final class GradientsTest {
  private final Tensor x = Tensor.of(new double[] {1, 2, 3}, 3);

  @Test
  void gradientOfEachInput() {
    Tensor a = Gradients.track(x);
    Tensor b = Gradients.track(x.neg());
    List<Tensor> gradients = Gradients.of(a.square().mul(b), a, b);
    assertValues(gradients.get(0), -2, -8, -18);
    assertValues(gradients.get(1), 1, 4, 9);
  }

  @Test
  void valuesOnTheWayAreInputsToo() {
    Tensor a = Gradients.track(x);
    Tensor between = a.square();
    Tensor output = between.mul(3).add(a);
    List<Tensor> gradients = Gradients.of(output, between, a);
    assertValues(gradients.get(0), 3, 3, 3);
    assertValues(gradients.get(1), 7, 13, 19);
  }

  @Test
  void whatDoesNotMatterHasGradientZero() {
    Tensor a = Gradients.track(x);
    Tensor unused = Gradients.track(sample("b", 2, 5));
    List<Tensor> gradients = Gradients.of(a.square(), unused, a);
    assertThat(gradients.get(0).shape()).containsExactly(2, 5);
    assertValues(gradients.get(0).abs().max(), 0);
    assertValues(gradients.get(1), 2, 4, 6);
    assertValues(Gradients.of(Tensor.ones(DType.FLOAT64), a).get(0), 0, 0, 0);
    assertValues(
        Gradients.valueAndGradient(at -> Gradients.stop(at).square(), x).gradient(), 0, 0, 0);
  }

  @Test
  void gradientsOfGradients() {
    Tensor a = Gradients.track(x);
    Tensor first = Gradients.recorded(a.pow(4), a).get(0);
    Tensor second = Gradients.recorded(first, a).get(0);
    Tensor third = Gradients.of(second, a).get(0);
    assertValues(first, 4, 32, 108);
    assertValues(second, 12, 48, 108);
    assertValues(third, 24, 48, 72);
    Tensor linear = Gradients.recorded(a.mul(2), a).get(0);
    assertValues(Gradients.of(linear, a).get(0), 0, 0, 0);
  }

  @Test
  void hessianTimesVector() {
    Tensor a = Gradients.track(x);
    Tensor product = a.select(0, 0).mul(a.select(0, 1)).mul(a.select(0, 2));
    Tensor gradient = Gradients.recorded(product, a).get(0);
    assertValues(gradient, 6, 3, 2);
    Tensor vector = Tensor.of(new double[] {1, -1, 2}, 3);
    assertValues(Gradients.of(gradient.mul(vector), a).get(0), 1, 5, 1);
  }

  @Test
  void aGraphServesMoreThanOnce() {
    Tensor a = Gradients.track(x);
    Tensor output = a.exp().sum();
    assertValues(Gradients.of(output, a).get(0), x.exp().toDoubles());
    assertValues(Gradients.of(output, a).get(0), x.exp().toDoubles());
  }

  @Test
  void independentDrawsHaveGradientsOfTheirOwn() {
    Tensor draws = sample("draws", 3, 2);
    Gradients.ValueAndGradient found = Gradients.valueAndGradient(at -> at.square().sum(1), draws);
    assertValues(found.value(), draws.square().sum(1).toDoubles());
    assertValues(found.gradient(), draws.mul(2).toDoubles());
    refused(
        () -> Gradients.of(found.value(), draws),
        "inputs: expected tracked tensors, got float64 [3, 2]; call Gradients.track first");
  }

  @Test
  void whatAFunctionMakesIsFreed() {
    long before = Tensor.live();
    Gradients.valueAndGradient(at -> at.square().exp().sum(), x);
    assertThat(Tensor.live() - before).isEqualTo(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Gradients.valueAndGradient(at -> at.square().reshape(7), x));
    assertThat(Tensor.live() - before).isEqualTo(2);
  }

  @Test
  void trackedTensorsShareMemoryAndRefuseToBeOverwritten() {
    Tensor a = Gradients.track(x);
    x.fill(5);
    assertValues(a, 5, 5, 5);
    refused(
        () -> a.copyFrom(new double[] {1, 2, 3}),
        "copyFrom: expected a tensor that is not tracked, got float64 [3]");
    refused(
        () -> a.fill(1),
        "fill: expected operands that fit, got float64 [3] and float64 [3]; a leaf Variable that"
            + " requires grad is being used in an in-place operation.");
  }

  @Test
  void onlyFloatingPointHasGradients() {
    refused(
        () -> Gradients.track(Tensor.range(3)),
        "track: expected a floating point tensor, got int64 [3]");
    Tensor a = Gradients.track(x);
    refused(
        () -> Gradients.of(a.gt(0), a),
        "output: expected float32 or float64 elements, got bool [3]; convert with to(FLOAT32) or"
            + " to(FLOAT64)");
    Tensor narrow = Gradients.track(x.to(DType.FLOAT32));
    assertThat(Gradients.of(narrow.to(DType.FLOAT64).square(), narrow).get(0).toFloats())
        .containsExactly(2, 4, 6);
  }

  @Test
  void nothingIsRecordedDuringAPause() {
    Tensor a = Gradients.track(x);
    Tensor before = a.square();
    try (var paused = Gradients.pause()) {
      try (var inner = Gradients.pause()) {
        assertValues(a.exp(), x.exp().toDoubles());
      }
      assertThat(a.square().handle().requires_grad()).isFalse();
      assertThatIllegalStateException()
          .isThrownBy(() -> Gradients.of(before, a))
          .withMessage(
              "gradient: expected recording, got a pause; close what Gradients.pause() gave first");
      assertThatIllegalStateException()
          .isThrownBy(() -> Gradients.valueAndGradient(Tensor::square, x))
          .withMessage(
              "track: expected recording, got a pause; close what Gradients.pause() gave first");
    }
    assertThat(a.square().handle().requires_grad()).isTrue();
    assertValues(Gradients.of(before, a).get(0), 2, 4, 6);
  }

  @Test
  void pausesEndInReverseOrderOnTheirThread() throws InterruptedException {
    Gradients.Paused outer = Gradients.pause();
    Gradients.Paused inner = Gradients.pause();
    String message =
        "pause: expected the innermost open pause of this thread, got another one; close pauses"
            + " where they were opened, in reverse order";
    assertThatIllegalStateException().isThrownBy(outer::close).withMessage(message);
    AtomicReference<String> elsewhere = new AtomicReference<>();
    Thread other =
        new Thread(
            () -> {
              try {
                inner.close();
              } catch (IllegalStateException e) {
                elsewhere.set(e.getMessage());
              }
            });
    other.start();
    other.join();
    assertThat(elsewhere).hasValue(message);
    inner.close();
    outer.close();
    outer.close();
    assertThat(Gradients.track(x).square().handle().requires_grad()).isTrue();
  }
}
