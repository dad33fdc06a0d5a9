package org.jeffreys.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jeffreys.Tensors.assertClose;

import java.util.Arrays;
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

/** Packed networks equal passes by the engine. */
@ExtendWith(NativeMemory.class)
final class PackedNetworksTest {
  private static final int ROWS = 3;
  private static final double TOLERANCE = 1e-6;

  /** At the mean and with noise. */
  static List<Sequential> packed() {
    Shape three = Shape.of(3);
    return List.of(
        Sequential.of(three, new Linear(3, 1)),
        Sequential.of(three, new Linear(3, 2), new Dropout(0.3)),
        Sequential.of(three, new Dropout(0.3), Activation.RELU, new Linear(3, 4)),
        Sequential.of(Shape.of(1), new Linear(1, 53), Activation.RELU, new Linear(53, 1)),
        Sequential.of(
            Shape.of(2, 3, 2),
            new Flatten(),
            new Dropout(0.2),
            new Linear(12, 5),
            new GaussianDropout(0.3),
            Activation.TANH,
            Activation.SOFTPLUS,
            new Linear(5, 7),
            Activation.SILU,
            new Dropout(0.5),
            new Dropout(0.2),
            new Linear(7, 3),
            Activation.SIGMOID),
        Sequential.of(
            Shape.of(13),
            new Linear(13, 59),
            Activation.RELU,
            new Linear(59, 61),
            Activation.RELU,
            new Dropout(0.5),
            new Linear(61, 11)));
  }

  /** At the mean only. */
  static List<Sequential> packedAtTheMean() {
    Shape three = Shape.of(3);
    return List.of(
        Sequential.of(three, new DropConnect(3, 5, 0.3), Activation.TANH, new Linear(5, 2)),
        Sequential.of(three, new VariationalDropout(3, 5)),
        Sequential.of(three, new ConcreteDropout(new Linear(3, 5), 1), new Linear(5, 2)));
  }

  static List<Sequential> others() {
    Shape three = Shape.of(3);
    Shape image = Shape.of(4, 4, 1);
    return List.of(
        Sequential.of(three, Activation.TANH, new Flatten()),
        Sequential.of(image, new Conv2d(1, 2, 3), new Flatten(), new Linear(8, 2)),
        Sequential.of(image, new ConcreteDropout(new Conv2d(1, 2, 3), 1)),
        Sequential.of(image, new MaxPool2d(2), new Flatten()),
        Sequential.of(three, new Linear(3, 4), new BatchNorm(4)));
  }

  private static Parameters parameters(Sequential network, int draws) {
    int dimension = network.layout().dimension();
    Tensor flat = Tensors.uniform(new Random(2), DType.FLOAT32, draws, dimension);
    return network.layout().views(flat, 0);
  }

  private static Tensor rows(Sequential network) {
    long[] shape = network.inputShape().prepend(ROWS).toArray();
    return Tensors.uniform(new Random(1), DType.FLOAT32, shape);
  }

  private static void assertEqual(Sequential network, Parameters parameters, Pass pass, int draws) {
    PackedNetworks networks = PackedNetworks.of(network, parameters, pass).orElseThrow();
    Tensor rows = rows(network);
    Tensor expected = network.forward(drawn(network, parameters, draws), rows.unsqueeze(0), pass);
    assertThat(networks.numDraws()).isEqualTo(draws);
    Tensor found = Tensor.of(networks.forward(rows.toFloats()), draws, ROWS, expected.size(2));
    Tensor all = expected.expand(draws, ROWS, expected.size(2));
    for (int draw = 0; draw < draws; draw++) {
      assertClose(found.select(0, draw), all.select(0, draw), TOLERANCE);
    }
  }

  /** The parameters with a copy a draw where all share them. */
  private static Parameters drawn(Sequential network, Parameters parameters, int draws) {
    if (parameters.get(0).size(0) == draws) {
      return parameters;
    }
    Tensor flat = Tensors.uniform(new Random(2), DType.FLOAT32, 1, network.layout().dimension());
    return network.layout().views(flat.expand(draws, flat.size(1)).copy(), 0);
  }

  /** Failed with the remaining inputs after four left out, and with blocks' draws exchanged. */
  @ParameterizedTest
  @MethodSource({"packed", "packedAtTheMean"})
  void equalTheMeanFunctions(Sequential network) {
    for (int draws : new int[] {1, 2, 37}) {
      assertEqual(network, parameters(network, draws), Pass.mean(), draws);
    }
  }

  @ParameterizedTest
  @MethodSource("packed")
  void equalPassesWithNoise(Sequential network) {
    if (!network.isRandom()) {
      return;
    }
    for (int draws : new int[] {2, 37}) {
      try (Rng rng = Rng.streams(4, "noise", draws)) {
        Pass pass = Pass.of(network.noise(DType.FLOAT32, draws, 1, rng));
        assertEqual(network, parameters(network, 1), pass, draws);
        assertEqual(network, parameters(network, draws), pass, draws);
      }
    }
  }

  /** To the bit. */
  @Test
  void aRowDoesNotDependOnThoseBesideIt() {
    Sequential network = packed().get(packed().size() - 1);
    var networks = PackedNetworks.of(network, parameters(network, 23), Pass.mean()).orElseThrow();
    float[] rows = rows(network).toFloats();
    float[] together = networks.forward(rows);
    for (int row = 0; row < ROWS; row++) {
      float[] alone = networks.forward(Arrays.copyOfRange(rows, row * 13, (row + 1) * 13));
      for (int draw = 0; draw < 23; draw++) {
        int place = (draw * ROWS + row) * 11;
        assertThat(Arrays.copyOfRange(together, place, place + 11))
            .containsExactly(Arrays.copyOfRange(alone, draw * 11, (draw + 1) * 11));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("others")
  void otherLayersAreLeftToTheEngine(Sequential network) {
    assertThat(PackedNetworks.canPack(network)).isFalse();
    assertThat(PackedNetworks.canPackNoise(network)).isFalse();
    assertThat(PackedNetworks.of(network, parameters(network, 2), Pass.mean())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("packedAtTheMean")
  void noiseOnWeightsIsLeftToTheEngine(Sequential network) {
    assertThat(PackedNetworks.canPackNoise(network)).isFalse();
    try (Rng rng = Rng.streams(4, "noise", 2)) {
      Pass pass = Pass.of(network.noise(DType.FLOAT32, 2, 1, rng));
      assertThat(PackedNetworks.of(network, parameters(network, 2), pass)).isEmpty();
    }
  }
}
