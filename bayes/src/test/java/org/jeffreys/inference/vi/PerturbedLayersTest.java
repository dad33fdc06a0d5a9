package org.jeffreys.inference.vi;

import static org.jeffreys.Tensors.assertClose;

import java.util.List;
import java.util.Random;
import org.jeffreys.NativeMemory;
import org.jeffreys.Tensors;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.Conv2d;
import org.jeffreys.nn.Flatten;
import org.jeffreys.nn.Linear;
import org.jeffreys.nn.Pass;
import org.jeffreys.nn.Sequential;
import org.jeffreys.nn.Tape;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The layers of the estimators: their rules are autograd's, and without noise they are means. */
@ExtendWith(NativeMemory.class)
final class PerturbedLayersTest {
  private static final int DRAWS = 2;
  private static final int BATCH = 7;

  static List<Sequential> networks() {
    return List.of(
        Sequential.of(
            Shape.of(3),
            new LocalLinear(new Linear(3, 5)),
            Activation.TANH,
            new LocalLinear(new Linear(5, 1))),
        Sequential.of(
            Shape.of(3),
            new Flipout(new Linear(3, 5)),
            Activation.TANH,
            new Flipout(new Linear(5, 1))),
        Sequential.of(
            Shape.of(5, 4, 2),
            new Flipout(new Conv2d(2, 3, 2)),
            Activation.TANH,
            new Flipout(new Conv2d(3, 2, 3, 2, 1)),
            new Flatten()));
  }

  private static Pass noise(Sequential network) {
    try (Rng rng = Rng.streams(2, "noise", DRAWS)) {
      return Pass.of(network.noise(DType.FLOAT64, DRAWS, BATCH, rng));
    }
  }

  /** Positive, since some of them are variances. */
  private static Tensor parameters(Sequential network) {
    return Tensors.uniform(new Random(1), DRAWS, network.layout().dimension()).exp();
  }

  private static Tensor inputs(Sequential network, int draws) {
    return Tensors.uniform(new Random(3), network.inputShape().prepend(draws, BATCH).toArray());
  }

  @ParameterizedTest
  @MethodSource("networks")
  void rulesAreThoseOfAutograd(Sequential network) {
    Tensor flat = parameters(network);
    for (int draws : new int[] {1, DRAWS}) {
      Tensor input = inputs(network, draws);
      for (Pass pass : List.of(noise(network), Pass.mean())) {
        Tape tape = network.record(network.layout().views(flat, 0), input, pass);
        Tensor delta = Tensors.uniform(new Random(4), tape.output().shape());
        tape.backward(delta);
        Tensor gradient = Tensor.full(DType.FLOAT64, Double.NaN, flat.shape());
        tape.gradient(network.layout().views(gradient, 0));
        Tensor expected =
            Gradients.valueAndGradient(
                    at ->
                        network
                            .forward(network.layout().views(at, 0), input, pass)
                            .mul(delta)
                            .sum(1, 2),
                    flat)
                .gradient();
        assertClose(gradient, expected, 1e-11);
      }
    }
  }
}
