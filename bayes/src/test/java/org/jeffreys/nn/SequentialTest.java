package org.jeffreys.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jeffreys.Tensors.assertClose;

import java.util.List;
import java.util.Random;
import org.jeffreys.NativeMemory;
import org.jeffreys.Scaled;
import org.jeffreys.Tensors;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NativeMemory.class)
final class SequentialTest {
  @Test
  void namesArraysByTheirLayer() {
    Sequential network = Sequential.dense(Activation.RELU, 2, 3, 1);
    assertThat(network.layout().slots())
        .extracting(slot -> slot.spec().name())
        .containsExactly("0.weight", "0.bias", "2.weight", "2.bias");
    assertThat(network.layout().dimension()).isEqualTo(2 * 3 + 3 + 3 + 1);
    assertThat(network.inputShape()).isEqualTo(Shape.of(2));
    assertThat(network.outputShape()).isEqualTo(Shape.of(1));
    assertThat(network)
        .hasToString("Sequential[2][Linear[in=2, out=3], relu, Linear[in=3, out=1]]")
        .isEqualTo(Sequential.of(Shape.of(2), new Linear(2, 3), Activation.RELU, new Linear(3, 1)))
        .isNotEqualTo(Sequential.dense(Activation.TANH, 2, 3, 1));
  }

  @Test
  void refusesLayersThatDoNotFit() {
    assertThatThrownBy(() -> Sequential.of(Shape.of(2), new Linear(2, 3), new Linear(4, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("input: expected examples of shape [4] for Linear[in=4, out=1], got [3]");
    assertThatThrownBy(() -> Sequential.of(Shape.of(2, 2), new Linear(2, 3)))
        .hasMessage("input: expected examples of shape [2] for Linear[in=2, out=3], got [2, 2]");
    assertThatThrownBy(() -> Sequential.of(Shape.of(2), List.of()))
        .hasMessage("layers: expected at least one layer, got none");
    assertThatThrownBy(() -> Sequential.dense(Activation.RELU, 2))
        .hasMessage("widths: expected inputs and outputs at least, got 1");
    assertThatThrownBy(() -> new Linear(0, 1)).hasMessage("in: expected an integer >= 1, got 0");
    assertThatThrownBy(() -> new Linear(1, 0)).hasMessage("out: expected an integer >= 1, got 0");
  }

  @Test
  void eachDrawIsItsOwnFunction() {
    Sequential network = Sequential.dense(Activation.SILU, 2, 5, 3);
    Tensor flat = Tensors.uniform(new Random(1), 3, network.layout().dimension());
    Tensor input = Tensors.uniform(new Random(2), 1, 7, 2);
    Tensor all = network.forward(network.layout().views(flat, 0), input);
    for (int draw = 0; draw < 3; draw++) {
      Tensor one = network.forward(network.layout().views(flat.narrow(0, draw, 1), 0), input);
      assertClose(all.narrow(0, draw, 1), one, 1e-14);
    }
  }

  @Test
  void layersWithoutRulesGoThroughAutograd() {
    Sequential network =
        Sequential.of(
            Shape.of(2),
            Activation.TANH,
            new Scaled(2),
            new Linear(2, 3),
            new Scaled(3),
            Activation.SIGMOID,
            new Linear(3, 1));
    Tensor flat = Tensors.uniform(new Random(1), 3, network.layout().dimension());
    Tensor input = Tensors.uniform(new Random(2), 1, 3, 2);
    Tensor weights = Tensors.uniform(new Random(3), 3, 3);
    Tensor tracked = Gradients.track(flat);
    Tensor output = network.forward(network.layout().views(tracked, 0), input);
    Tensor delta = Tensors.uniform(new Random(4), 3, 3, 1);

    Tape tape = network.record(network.layout().views(flat, 0), input, Pass.mean());
    assertClose(tape.output(), Gradients.stop(output), 1e-14);
    tape.backward(delta);
    Tensor gradient = Tensor.full(DType.FLOAT64, Double.NaN, flat.shape());
    tape.gradient(network.layout().views(gradient, 0));
    assertClose(gradient, Gradients.of(output.mul(delta).sum(), tracked).get(0), 1e-10);

    Tensor weighted = Tensor.full(DType.FLOAT64, Double.NaN, flat.shape());
    tape.weightedGradient(weights, network.layout().views(weighted, 0));
    Tensor product = output.mul(delta).mul(weights.unsqueeze(-1)).sum();
    assertClose(weighted, Gradients.of(product, tracked).get(0), 1e-10);

    assertThatThrownBy(tape::squaredNorms)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "private training: expected layers with a per-example rule, got layer 1,"
                + " Scaled[width=2]");
  }

  @Test
  void gradientsComeAfterBackward() {
    Sequential network = Sequential.dense(Activation.RELU, 2, 1);
    Tensor flat = Tensor.zeros(DType.FLOAT64, 1, 3);
    Tape tape =
        network.record(
            network.layout().views(flat, 0), Tensor.ones(DType.FLOAT64, 1, 1, 2), Pass.mean());
    assertThatThrownBy(tape::squaredNorms)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("tape: expected backward before gradients, got none");
  }
}
