package org.jeffreys.nn;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Reverse mode over a sequence of layers by their own rules. A layer that has none is
 * differentiated by autograd, on its own.
 */
final class SequentialTape implements Tape {
  private final Sequential network;
  private final Visit[] visits;

  /** deltas[i] belongs to the output of layer i. */
  private final @Nullable Tensor[] deltas;

  private SequentialTape(Sequential network, Visit[] visits) {
    this.network = network;
    this.visits = visits;
    this.deltas = new Tensor[visits.length];
  }

  static SequentialTape record(Sequential network, Parameters parameters, Tensor input, Pass pass) {
    Visit[] visits = new Visit[network.layers().size()];
    Tensor value = input;
    for (int i = 0; i < visits.length; i++) {
      Layer layer = network.layers().get(i);
      Parameters arrays = network.arrays(parameters, i);
      Pass part = network.part(pass, i);
      visits[i] =
          layer instanceof ReverseRule rule
              ? rule.visit(arrays, value, part)
              : new Visit(arrays, part, value, layer.forward(arrays, value, part));
      value = visits[i].output();
    }
    return new SequentialTape(network, visits);
  }

  @Override
  public Tensor output() {
    return visits[visits.length - 1].output();
  }

  @Override
  public void backward(Tensor delta) {
    deltas[visits.length - 1] = delta;
    int first = firstWithParameters();
    Tensor current = delta;
    for (int i = visits.length - 1; i > first; i--) {
      Layer layer = network.layers().get(i);
      current =
          layer instanceof ReverseRule rule
              ? rule.backward(visits[i], current)
              : AutogradRule.backward(layer, visits[i], current);
      deltas[i - 1] = current;
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
        throw refused(i, layer);
      }
      Tensor norm = rule.squaredNorm(visits[i], delta(i));
      if (norm != null) {
        total = total == null ? norm : total.addInPlace(norm);
      }
    }
    Check.require(total != null, "network", "a layer with parameters", network);
    return java.util.Objects.requireNonNull(total);
  }

  private static IllegalArgumentException refused(int i, Layer layer) {
    String fix = layer instanceof BufferedLayer ? "; use GroupNorm" : "";
    return Check.failure(
        "private training", "layers with a per-example rule", "layer " + i + ", " + layer + fix);
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
      rule.gradient(visits[i], delta, target);
    } else {
      AutogradRule.gradient(layer, visits[i], delta, target);
    }
  }

  private Tensor delta(int layer) {
    Tensor delta = deltas[layer];
    if (delta == null) {
      throw new IllegalStateException("tape: expected backward before gradients, got none");
    }
    return delta;
  }
}
