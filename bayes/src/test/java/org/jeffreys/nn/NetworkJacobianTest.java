package org.jeffreys.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jeffreys.Tensors.assertClose;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jeffreys.NativeMemory;
import org.jeffreys.Scaled;
import org.jeffreys.Tensors;
import org.jeffreys.target.NetworkJacobian;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Here beside the examples of layers. */
@ExtendWith(NativeMemory.class)
final class NetworkJacobianTest {
  private static final int ROWS = 5;

  /** A network around a layer, with dense layers where it is not over images. */
  static List<Sequential> networks() {
    List<Sequential> networks = new ArrayList<>();
    for (LayerExamples.Example example : LayerExamples.all()) {
      networks.add(around(example.layer(), example.input()));
    }
    networks.add(around(new Scaled(3), Shape.of(3)));
    return networks;
  }

  private static Sequential around(Layer layer, Shape input) {
    List<Layer> layers = new ArrayList<>();
    if (input.rank() == 1) {
      layers.add(new Linear((int) input.size(0), (int) input.size(0)));
    } else {
      layers.add(new Conv2d((int) input.size(2), (int) input.size(2), 1));
    }
    layers.add(layer);
    Shape output = layer.outputShape(input);
    if (output.rank() > 1) {
      layers.add(new Flatten());
    }
    layers.add(new Linear((int) output.numElements(), 2));
    layers.add(Activation.TANH);
    return Sequential.of(input, layers);
  }

  private static @Nullable Tensor buffers(Sequential network, Random random) {
    int dimension = network.buffers().dimension();
    return dimension == 0 ? null : Tensors.uniform(random, 1, dimension).mul(0.3).add(1);
  }

  private static Tensor outputs(
      Sequential network, Tensor position, Tensor inputs, @Nullable Tensor buffers) {
    Pass pass =
        buffers == null
            ? Pass.mean()
            : Pass.mean()
                .withStatistics(new Pass.Statistics(network.buffers().views(buffers, 0), null, 1));
    return network.forward(network.layout().views(position, 0), inputs.unsqueeze(0), pass);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void jacobiansAreThoseOfAutogradAndOfFiniteDifferences(Sequential network) {
    Random random = new Random(21);
    int dimension = network.layout().dimension();
    Tensor position = Tensors.uniform(random, 1, dimension).mul(0.5);
    Tensor inputs = Tensors.uniform(random, network.inputShape().prepend(ROWS).toArray());
    Tensor buffers = buffers(network, random);
    NetworkJacobian jacobian = NetworkJacobian.of(network, position, buffers);
    Tensor found = jacobian.of(inputs);
    assertThat(found.shape()).containsExactly(ROWS, 2, dimension);
    Tensor tracked = Gradients.track(position);
    Tensor outputs = outputs(network, tracked, inputs, buffers);
    assertClose(jacobian.outputs(inputs), Gradients.stop(outputs).select(0, 0), 1e-12);
    for (int row = 0; row < ROWS; row++) {
      for (int k = 0; k < 2; k++) {
        Tensor one = outputs.select(2, k).select(1, row).sum();
        Tensor expected = Gradients.of(one, tracked).get(0).select(0, 0);
        assertClose(found.select(0, row).select(0, k), expected, 1e-11);
      }
    }
    double h = 1e-6;
    Tensor direction = Tensors.uniform(random, 1, dimension);
    Tensor difference =
        outputs(network, position.add(direction, h), inputs, buffers)
            .sub(outputs(network, position.sub(direction.mul(h)), inputs, buffers))
            .div(2 * h);
    assertClose(found.mul(direction).sum(-1), difference.select(0, 0), 1e-6);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void theLastLayersIsThePartOfAll(Sequential network) {
    Random random = new Random(22);
    Tensor position = Tensors.uniform(random, 1, network.layout().dimension()).mul(0.5);
    Tensor inputs = Tensors.uniform(random, network.inputShape().prepend(ROWS).toArray());
    Tensor buffers = buffers(network, random);
    NetworkJacobian last = NetworkJacobian.ofLastLayer(network, position, buffers);
    Tensor all = NetworkJacobian.of(network, position, buffers).of(inputs);
    assertThat(last.offset() + last.dimension()).isEqualTo(network.layout().dimension());
    assertThat(last.dimension()).isLessThan(network.layout().dimension());
    assertClose(last.of(inputs), all.narrow(2, last.offset(), last.dimension()), 1e-12);
  }

  /** Rows that go in several pieces are those that go at once; 4 MB a row make it several. */
  @Test
  void piecesAreThoseOfTheWhole() {
    Sequential network = Sequential.dense(Activation.TANH, 3, 500, 100, 11);
    Random random = new Random(23);
    Tensor position = Tensors.uniform(random, 1, network.layout().dimension()).mul(0.1);
    Tensor inputs = Tensors.uniform(random, DType.FLOAT32, 29, 3);
    NetworkJacobian jacobian = NetworkJacobian.of(network, position, null);
    int[] pieces = {0};
    jacobian.each(
        inputs,
        piece -> {
          pieces[0]++;
          long last = piece.size() - 1;
          Tensor alone = jacobian.of(inputs.narrow(0, piece.first() + last, 1));
          Tensor off = piece.jacobian().narrow(0, last, 1).sub(alone).abs();
          assertThat(off.max(0, 1, 2).item()).isLessThan(1e-12);
        });
    assertThat(pieces[0]).isGreaterThan(1);
  }

  @Test
  void refusesWhatDoesNotFit() {
    Sequential network = Sequential.dense(Activation.TANH, 3, 2);
    assertThatThrownBy(() -> NetworkJacobian.of(network, Tensor.zeros(DType.FLOAT32, 1, 8), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("position: expected float64 [1, 8], got ");
    Sequential images = Sequential.of(Shape.of(5, 5, 1), new Conv2d(1, 2, 3));
    assertThatThrownBy(() -> NetworkJacobian.of(images, Tensor.zeros(DType.FLOAT64, 1, 20), null))
        .hasMessage("outputs: expected examples of shape [outputs], got [3, 3, 2]");
  }
}
