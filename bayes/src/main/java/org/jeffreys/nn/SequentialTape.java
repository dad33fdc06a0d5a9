package org.jeffreys.nn;

import java.util.Arrays;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Reverse mode over a sequence of layers by their own rules. A layer that has none is
 * differentiated by autograd, on its own.
 *
 * <p>Layers over images at the network's start are taken some examples at a time, because the
 * deltas of a whole batch would not stay in the processor's cache: that halves their time.
 */
final class SequentialTape implements Tape {
  /** [draws, batch, height, width, channels]. */
  private static final int IMAGES_RANK = 5;

  /** The values of a layer that are taken at once: as many as fit into the cache. */
  private static final long BLOCK_ELEMENTS = 1_400_000;

  private final Sequential network;
  private final Visit[] visits;

  /** deltas[i] belongs to the output of layer i. */
  private final @Nullable Tensor[] deltas;

  private final int first;
  private final int cut;
  private final long block;

  private SequentialTape(Sequential network, Visit[] visits) {
    this.network = network;
    this.visits = visits;
    this.deltas = new Tensor[visits.length];
    this.first = firstWithParameters();
    int images = numOverImages();
    long widest = 0;
    for (int i = 0; i < images; i++) {
      widest = Math.max(widest, visits[i].output().numElements());
    }
    this.cut = widest > BLOCK_ELEMENTS ? images : 0;
    long batch = visits[0].input().size(1);
    this.block = cut == 0 ? batch : Math.max(1, batch * BLOCK_ELEMENTS / widest);
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

  private int firstWithParameters() {
    int layer = 0;
    while (layer < visits.length && !hasParameters(layer)) {
      layer++;
    }
    return layer;
  }

  private boolean hasParameters(int layer) {
    return !network.layers().get(layer).parameters().isEmpty();
  }

  /** The number of first layers over images whose examples do not depend on each other. */
  private int numOverImages() {
    int count = 0;
    while (count < visits.length
        && network.layers().get(count) instanceof PerExampleRule
        && visits[count].input().rank() == IMAGES_RANK) {
      count++;
    }
    return count;
  }

  @Override
  public Tensor output() {
    return visits[visits.length - 1].output();
  }

  @Override
  public void backward(Tensor delta) {
    deltas[visits.length - 1] = delta;
    int last = Math.max(first, cut - 1);
    Tensor current = delta;
    for (int i = visits.length - 1; i > last; i--) {
      current = below(i, visits[i], current);
      deltas[i - 1] = current;
    }
  }

  @Override
  public Tensor inputDelta() {
    int lowest = Math.min(Math.max(first, cut - 1), visits.length - 1);
    Tensor current = delta(lowest);
    for (int i = lowest; i >= 0; i--) {
      current = below(i, visits[i], current);
    }
    return current;
  }

  private Tensor below(int layer, Visit visit, Tensor delta) {
    return network.layers().get(layer) instanceof ReverseRule rule
        ? rule.backward(visit, delta)
        : AutogradRule.backward(network.layers().get(layer), visit, delta);
  }

  @Override
  public void eachLayer(Task task) {
    eachLayer(null, task);
  }

  private void eachLayer(@Nullable Tensor weights, Task task) {
    for (int i = visits.length - 1; i >= Math.max(first, cut); i--) {
      if (hasParameters(i)) {
        task.run(i, network.layers().get(i), visits[i], weighted(delta(i), weights), 0);
      }
    }
    if (first < cut) {
      Tensor all = weighted(delta(cut - 1), weights);
      for (long start = 0; start < all.size(1); start += block) {
        eachLayerBelow(all, start, task);
      }
    }
  }

  private void eachLayerBelow(Tensor all, long start, Task task) {
    long count = Math.min(block, all.size(1) - start);
    Tensor current = all.narrow(1, start, count);
    for (int i = cut - 1; i >= first; i--) {
      Visit visit = visits[i].examples(start, count);
      if (hasParameters(i)) {
        task.run(i, network.layers().get(i), visit, current, start);
      }
      if (i > first) {
        current = below(i, visit, current);
      }
    }
  }

  private static Tensor weighted(Tensor delta, @Nullable Tensor weights) {
    if (weights == null) {
      return delta;
    }
    if (delta.rank() == 3) {
      return delta.mul(weights.unsqueeze(-1));
    }
    long[] shape = new long[delta.rank()];
    Arrays.fill(shape, 1);
    shape[0] = weights.size(0);
    shape[1] = weights.size(1);
    return delta.mul(weights.reshape(shape));
  }

  private Tensor delta(int layer) {
    Tensor delta = deltas[layer];
    if (delta == null) {
      throw new IllegalStateException("tape: expected backward before gradients, got none");
    }
    return delta;
  }

  @Override
  public Tensor squaredNorms() {
    for (int i = 0; i < visits.length; i++) {
      if (hasParameters(i) && !(network.layers().get(i) instanceof PerExampleRule)) {
        throw refused(i, network.layers().get(i));
      }
    }
    Norms norms = new Norms();
    eachLayer(null, norms);
    return Check.present(norms.total, "layer with parameters");
  }

  /** Adds up squared norms over layers. */
  private final class Norms implements Task {
    private @Nullable Tensor total;

    @Override
    public void run(int index, Layer layer, Visit visit, Tensor delta, long start) {
      PerExampleRule rule = (PerExampleRule) layer;
      Tensor norm = Check.present(rule.squaredNorm(visit, delta), "squaredNorm");
      if (index >= cut) {
        total = total == null ? norm : total.addInPlace(norm);
        return;
      }
      Tensor all = total;
      if (all == null) {
        all = Tensor.zeros(norm.dtype(), norm.size(0), visits[0].input().size(1));
        total = all;
      }
      all.narrow(1, start, norm.size(1)).addInPlace(norm);
    }
  }

  private static IllegalArgumentException refused(int i, Layer layer) {
    String fix = layer instanceof BufferedLayer ? "; use GroupNorm" : "";
    return Check.failure(
        "private training", "layers with a per-example rule", "layer " + i + ", " + layer + fix);
  }

  @Override
  public void gradient(Parameters gradient) {
    eachLayer(null, new Sum(gradient));
  }

  @Override
  public void weightedGradient(Tensor weights, Parameters gradient) {
    eachLayer(weights, new Sum(gradient));
  }

  /** Adds up gradients over examples. */
  private final class Sum implements Task {
    private final Parameters gradient;
    private @Nullable Parameters part;

    Sum(Parameters gradient) {
      this.gradient = gradient;
    }

    @Override
    public void run(int index, Layer layer, Visit visit, Tensor delta, long start) {
      Parameters target = network.arrays(gradient, index);
      if (start == 0) {
        write(layer, visit, delta, target);
        return;
      }
      Parameters added = network.arrays(part(delta), index);
      write(layer, visit, delta, added);
      for (int i = 0; i < target.size(); i++) {
        target.get(i).addInPlace(added.get(i));
      }
    }

    private Parameters part(Tensor delta) {
      Parameters memory = part;
      if (memory == null) {
        long dimension = network.layout().dimension();
        memory = network.layout().views(Tensor.empty(delta.dtype(), delta.size(0), dimension), 0);
        part = memory;
      }
      return memory;
    }
  }

  private static void write(Layer layer, Visit visit, Tensor delta, Parameters target) {
    if (layer instanceof ReverseRule rule) {
      rule.gradient(visit, delta, target);
    } else {
      AutogradRule.gradient(layer, visit, delta, target);
    }
  }
}
