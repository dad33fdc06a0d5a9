package org.jeffreys.nn;

import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Reverse mode over a sequence of layers by their own rules. A layer that has none is
 * differentiated by autograd, on its own.
 */
final class SequentialTape implements Tape {
  private final Sequential network;
  private final Parameters parameters;

  /** values[i] is the input of layer i, the last one the output. */
  private final Tensor[] values;

  private final @Nullable Tensor[] deltas;

  private SequentialTape(Sequential network, Parameters parameters, Tensor[] values) {
    this.network = network;
    this.parameters = parameters;
    this.values = values;
    this.deltas = new Tensor[values.length];
  }

  static SequentialTape record(Sequential network, Parameters parameters, Tensor input) {
    List<Layer> layers = network.layers();
    Tensor[] values = new Tensor[layers.size() + 1];
    values[0] = input;
    for (int i = 0; i < layers.size(); i++) {
      values[i + 1] = layers.get(i).forward(network.arrays(parameters, i), values[i]);
    }
    return new SequentialTape(network, parameters, values);
  }

  @Override
  public Tensor output() {
    return values[values.length - 1];
  }

  @Override
  public void backward(Tensor delta) {
    deltas[values.length - 1] = delta;
    int first = firstWithParameters();
    Tensor current = delta;
    for (int i = values.length - 2; i > first; i--) {
      Layer layer = network.layers().get(i);
      Parameters arrays = network.arrays(parameters, i);
      current =
          layer instanceof ReverseRule rule
              ? rule.backward(arrays, values[i], values[i + 1], current)
              : AutogradRule.backward(layer, arrays, values[i], current);
      deltas[i] = current;
    }
  }

  private int firstWithParameters() {
    for (int i = 0; i < network.layers().size(); i++) {
      if (!network.layers().get(i).parameters().isEmpty()) {
        return i;
      }
    }
    return network.layers().size();
  }

  @Override
  public Tensor squaredNorms() {
    @Nullable Tensor total = null;
    for (int i = 0; i < network.layers().size(); i++) {
      Layer layer = network.layers().get(i);
      if (layer.parameters().isEmpty()) {
        continue;
      }
      if (!(layer instanceof PerExampleRule rule)) {
        throw Check.failure(
            "private training", "layers with a per-example rule", "layer " + i + ", " + layer);
      }
      Tensor norm = rule.squaredNorm(values[i], delta(i));
      if (norm != null) {
        total = total == null ? norm : total.addInPlace(norm);
      }
    }
    Check.require(total != null, "network", "a layer with parameters", network);
    return java.util.Objects.requireNonNull(total);
  }

  @Override
  public void gradient(Parameters gradient) {
    for (int i = 0; i < network.layers().size(); i++) {
      if (!network.layers().get(i).parameters().isEmpty()) {
        write(i, delta(i), gradient);
      }
    }
  }

  @Override
  public void weightedGradient(Tensor weights, Parameters gradient) {
    Tensor column = weights.unsqueeze(-1);
    for (int i = 0; i < network.layers().size(); i++) {
      if (!network.layers().get(i).parameters().isEmpty()) {
        Tensor delta = delta(i);
        write(i, delta.mul(delta.rank() == 3 ? column : aligned(weights, delta)), gradient);
      }
    }
  }

  private static Tensor aligned(Tensor weights, Tensor delta) {
    long[] shape = new long[delta.rank()];
    java.util.Arrays.fill(shape, 1);
    shape[0] = weights.size(0);
    shape[1] = weights.size(1);
    return weights.reshape(shape);
  }

  private void write(int i, Tensor delta, Parameters gradient) {
    Layer layer = network.layers().get(i);
    Parameters target = network.arrays(gradient, i);
    if (layer instanceof ReverseRule rule) {
      rule.gradient(values[i], delta, target);
    } else {
      AutogradRule.gradient(layer, network.arrays(parameters, i), values[i], delta, target);
    }
  }

  private Tensor delta(int layer) {
    Tensor delta = deltas[layer + 1];
    if (delta == null) {
      throw new IllegalStateException("tape: expected backward before gradients, got none");
    }
    return delta;
  }
}
