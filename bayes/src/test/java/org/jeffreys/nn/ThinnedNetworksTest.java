package org.jeffreys.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jeffreys.Tensors.assertClose;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jeffreys.NativeMemory;
import org.jeffreys.Tensors;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Thinned networks equal whole passes with the same noise. */
@ExtendWith(NativeMemory.class)
final class ThinnedNetworksTest {
  private static final int DRAWS = 5;

  static List<Sequential> thinned() {
    Shape image = Shape.of(3, 2, 2);
    Shape three = Shape.of(3);
    return List.of(
        Sequential.of(three, new Dropout(0.5), new Linear(3, 2)),
        Sequential.of(three, new Dropout(0.3), new Linear(3, 1), Activation.SOFTPLUS),
        Sequential.of(Shape.of(1), new GaussianDropout(0.3), new Linear(1, 7), new Linear(7, 1)),
        Sequential.of(
            image,
            new Dropout(0.3),
            new Flatten(),
            new Dropout(0.5),
            new Linear(12, 5),
            Activation.TANH,
            Activation.RELU,
            new GaussianDropout(0.2),
            new Dropout(0.5),
            new Linear(5, 7),
            Activation.SILU,
            new Linear(7, 3),
            Activation.SIGMOID,
            new Dropout(0.4),
            new Linear(3, 4)),
        Sequential.of(image, new Flatten(), new Dropout(0.3), new Linear(12, 5), Activation.RELU),
        Sequential.of(three, new Dropout(0), new Linear(3, 4), new Dropout(0), new Linear(4, 2)));
  }

  static List<Sequential> others() {
    Shape three = Shape.of(3);
    return List.of(
        Sequential.of(Shape.of(4, 4, 1), new Dropout(0.3), new Conv2d(1, 2, 3), new Flatten()),
        Sequential.of(three, new Linear(3, 3), new Dropout(0.3)),
        Sequential.of(three, new Dropout(0.3), Activation.RELU, new Linear(3, 2)),
        Sequential.of(three, new Linear(3, 4), new Dropout(0.3), Activation.TANH, new Linear(4, 2)),
        Sequential.of(three, new Dropout(0.3), new Linear(3, 4), new BatchNorm(4)),
        Sequential.of(three, new DropConnect(3, 2, 0.3)),
        Sequential.of(three, new Dropout(0.3), new DropConnect(3, 2, 0.3)),
        Sequential.of(three, new Dropout(0.3), new VariationalDropout(3, 2)),
        Sequential.of(three, new Dropout(0.3), new ConcreteDropout(new Linear(3, 2), 1)));
  }

  private static Parameters parameters(Sequential network) {
    Tensor flat = Tensors.uniform(new Random(2), 1, network.layout().dimension());
    return network.layout().views(flat, 0);
  }

  private static Tensor input(Sequential network) {
    return Tensors.uniform(new Random(1), network.inputShape().prepend(7).toArray());
  }

  private static void assertEqual(Sequential network, List<Tensor> noise) {
    Parameters parameters = parameters(network);
    Pass pass = Pass.of(noise);
    Tensor input = input(network);
    Tensor before = input.copy();
    try (ThinnedNetworks networks =
        ThinnedNetworks.of(network, 0, parameters, pass).orElseThrow()) {
      assertThat(networks.numDraws()).isEqualTo(DRAWS);
      List<Tensor> outputs = networks.forward(input);
      for (int draw = 0; draw < DRAWS; draw++) {
        Tensor whole = network.forward(parameters, input.unsqueeze(0), pass.draws(draw, 1));
        assertClose(outputs.get(draw), whole.select(0, 0), 1e-12);
      }
      assertThat(input.toDoubles()).isEqualTo(before.toDoubles());
    }
  }

  @ParameterizedTest
  @MethodSource("thinned")
  void equalWholePasses(Sequential network) {
    // A network that begins with the identity has its first layers in the thinned ones too.
    try (Rng rng = Rng.streams(4, "noise", DRAWS)) {
      assertEqual(network, network.noise(DType.FLOAT64, DRAWS, 1, rng));
    }
  }

  /** Draws that drop every unit of a layer, or all of all layers, are left with biases. */
  @ParameterizedTest
  @MethodSource("thinned")
  void equalWholePassesWhereAllIsDropped(Sequential network) {
    try (Rng rng = Rng.streams(4, "noise", DRAWS)) {
      List<Tensor> noise = network.noise(DType.FLOAT64, DRAWS, 1, rng);
      for (int layer = 0; layer < noise.size(); layer++) {
        List<Tensor> some = new ArrayList<>(noise);
        Tensor dropped = noise.get(layer).copy();
        dropped.narrow(0, 1, 2).fill(0);
        some.set(layer, dropped);
        assertEqual(network, some);
      }
      assertEqual(network, noise.stream().map(each -> each.mul(0)).toList());
    }
  }

  @Test
  void beginWhereNoiseBegins() {
    Sequential network =
        Sequential.of(
            Shape.of(3),
            new Linear(3, 4),
            Activation.TANH,
            new Dropout(0.5),
            new Linear(4, 3),
            Activation.RELU,
            new Dropout(0.5),
            new Linear(3, 2));
    Parameters parameters = parameters(network);
    Tensor input = input(network).unsqueeze(0);
    try (Rng rng = Rng.streams(4, "noise", DRAWS)) {
      Pass pass = Pass.of(network.noise(DType.FLOAT64, DRAWS, 1, rng));
      Tensor prefix = network.forward(parameters, input, Pass.mean(), 0, 2);
      try (ThinnedNetworks networks =
          ThinnedNetworks.of(network, 2, parameters, pass).orElseThrow()) {
        List<Tensor> outputs = networks.forward(prefix.select(0, 0));
        for (int draw = 0; draw < DRAWS; draw++) {
          Tensor whole = network.forward(parameters, input, pass.draws(draw, 1));
          assertClose(outputs.get(draw), whole.select(0, 0), 1e-12);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("others")
  void otherLayersAreLeftToWholePasses(Sequential network) {
    try (Rng rng = Rng.streams(4, "noise", DRAWS)) {
      Pass pass = Pass.of(network.noise(DType.FLOAT64, DRAWS, 1, rng));
      int first = network.numDeterministic();
      assertThat(ThinnedNetworks.of(network, first, parameters(network), pass)).isEmpty();
    }
  }
}
