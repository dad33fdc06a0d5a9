package org.jeffreys.nn;

import static org.jeffreys.Tensors.assertClose;

import java.util.Random;
import org.jeffreys.NativeMemory;
import org.jeffreys.Tensors;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reverse mode that takes images in blocks equals autograd over the whole batch. */
@ExtendWith(NativeMemory.class)
final class BlockedTapeTest {
  private static final Sequential NETWORK =
      Sequential.of(
          Shape.of(20, 20, 1),
          new Conv2d(1, 16, 3),
          new MaxPool2d(2),
          new GroupNorm(16, 4),
          Activation.TANH,
          new Dropout(0.5),
          new Flatten(),
          new Linear(9 * 9 * 16, 3));

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void equalsAutograd(int draws) {
    int batch = 500;
    Random random = new Random(1);
    Tensor flat = Tensors.uniform(random, draws, NETWORK.layout().dimension()).mul(0.1);
    Tensor input = Tensors.uniform(random, 1, batch, 20, 20, 1);
    Tensor weights = Tensors.uniform(random, draws, batch);
    Tensor delta = Tensors.uniform(random, draws, batch, 3);
    try (Rng rng = Rng.streams(2, "noise", draws)) {
      Pass pass = Pass.of(NETWORK.noise(DType.FLOAT64, draws, batch, rng));
      Tensor tracked = Gradients.track(flat);
      Tensor trackedInput = Gradients.track(input);
      Tensor output = NETWORK.forward(NETWORK.layout().views(tracked, 0), trackedInput, pass);
      Tape tape = NETWORK.record(NETWORK.layout().views(flat, 0), input, pass);
      tape.backward(delta);

      Tensor plain = Tensor.full(DType.FLOAT64, Double.NaN, flat.shape());
      tape.gradient(NETWORK.layout().views(plain, 0));
      assertClose(plain, Gradients.of(output.mul(delta).sum(), tracked).get(0), 1e-10);

      Tensor ofInput = Gradients.of(output.mul(delta).sum(), trackedInput).get(0);
      assertClose(tape.inputDelta().sumKeep(0), ofInput, 1e-10);

      Tensor weighted = Tensor.full(DType.FLOAT64, Double.NaN, flat.shape());
      tape.weightedGradient(weights, NETWORK.layout().views(weighted, 0));
      Tensor product = output.mul(delta).mul(weights.unsqueeze(-1)).sum();
      assertClose(weighted, Gradients.of(product, tracked).get(0), 1e-10);

      Tensor norms = tape.squaredNorms();
      for (int example : new int[] {0, 131, batch - 1}) {
        Tensor alone = output.mul(delta).narrow(1, example, 1).sum();
        Tensor expected = Gradients.of(alone, tracked).get(0).square().sum(1);
        assertClose(norms.select(1, example), expected, 1e-10);
      }
    }
  }
}
