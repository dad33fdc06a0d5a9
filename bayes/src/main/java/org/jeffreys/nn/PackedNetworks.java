package org.jeffreys.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * Small dense networks, one a draw, in arrays of Java: for few rows it is the latency of operations
 * that predicting by the engine costs, and here there is none.
 *
 * <p>Equal to passes by the engine, up to rounding; what a row gives does not depend on the rows
 * beside it. Holds no native memory. Immutable, so that threads may share it.
 */
public final class PackedNetworks {
  /** The weights of the draws that go together: they stay in the cache from row to row. */
  private static final int BLOCK_ELEMENTS = 1 << 16;

  private final List<Block> blocks;
  private final int numDraws;
  private final int inputs;
  private final int outputs;

  /** One layer, in place or from one array to the other. */
  private interface Step {
    void apply(Values values);
  }

  /**
   * Some draws.
   *
   * @param widest the most values that they have in one layer
   */
  private record Block(int firstDraw, int numDraws, int widest, List<Step> steps) {}

  /** What the draws of a block have at one layer. */
  private static final class Values {
    private float[] current;
    private float[] next;
    private final double[] scratch = new double[ActivationLoops.SOME];

    /** How many values there are; fewer while all draws share them. */
    private int count;

    private boolean shared = true;

    private Values(int widest) {
      current = new float[widest];
      next = new float[widest];
    }

    private void swap(int newCount, boolean stillShared) {
      float[] free = current;
      current = next;
      next = free;
      count = newCount;
      shared = stillShared;
    }
  }

  private PackedNetworks(List<Block> blocks, int numDraws, int inputs, int outputs) {
    this.blocks = blocks;
    this.numDraws = numDraws;
    this.inputs = inputs;
    this.outputs = outputs;
  }

  /**
   * Whether the mean function of a network can be packed: its layers are dense ones, at least one,
   * activations and those that leave their input as it is.
   */
  public static boolean canPack(Network network) {
    return canPack(network, false);
  }

  /**
   * Whether a network's passes with noise can be packed: as {@link #canPack(Network)}, and noise
   * multiplies what is put into a layer.
   */
  public static boolean canPackNoise(Network network) {
    return canPack(network, true);
  }

  private static boolean canPack(Network network, boolean noise) {
    return network instanceof Sequential sequential
        && network.layout().dimension() > 0
        && sequential.layers().stream().allMatch(layer -> isPackable(layer, noise));
  }

  private static boolean isPackable(Layer layer, boolean noise) {
    return layer instanceof Activation
        || layer instanceof Flatten
        || layer instanceof MultiplicativeNoise
        || (noise ? layer instanceof Linear : isDenseInTheMean(layer));
  }

  private static boolean isDenseInTheMean(Layer layer) {
    return layer instanceof Linear
        || layer instanceof DropConnect
        || layer instanceof VariationalDropout
        || (layer instanceof ConcreteDropout concrete && isDenseInTheMean(concrete.layer()));
  }

  /**
   * The networks of given draws.
   *
   * @param parameters of as many draws as the noise, or of one that all share; float32
   * @param pass at the mean, or with noise that all examples share: @shape [draws, 1, …] each
   * @return nothing if the network cannot be packed
   */
  public static Optional<PackedNetworks> of(Network network, Parameters parameters, Pass pass) {
    boolean packable = pass.allNoise().isEmpty() ? canPack(network) : canPackNoise(network);
    if (!packable) {
      return Optional.empty();
    }
    int numDraws = (int) parameters.get(0).size(0);
    for (Tensor noise : pass.allNoise()) {
      numDraws = Math.max(numDraws, (int) noise.size(0));
    }
    Sequential sequential = (Sequential) network;
    int together = Math.max(1, BLOCK_ELEMENTS / network.layout().dimension());
    List<Block> blocks = new ArrayList<>();
    for (int first = 0; first < numDraws; first += together) {
      int count = Math.min(together, numDraws - first);
      blocks.add(block(sequential, parameters, pass, first, count));
    }
    return Optional.of(
        new PackedNetworks(
            List.copyOf(blocks),
            numDraws,
            (int) network.inputShape().numElements(),
            (int) network.outputShape().numElements()));
  }

  private static Block block(
      Sequential network, Parameters parameters, Pass pass, int firstDraw, int numDraws) {
    List<Step> steps = new ArrayList<>();
    boolean shared = true;
    try (Scope scope = Scope.open()) {
      for (int i = 0; i < network.layers().size(); i++) {
        Layer layer = network.layers().get(i);
        if (layer instanceof Activation activation) {
          steps.add(values -> activation.apply(values.current, values.count, values.scratch));
        } else if (layer instanceof MultiplicativeNoise) {
          Tensor noise = network.part(pass, i).noise();
          if (noise != null) {
            steps.add(scaling(some(noise, firstDraw, numDraws).toFloats()));
            shared = false;
          }
        } else if (!(layer instanceof Flatten)) {
          Parameters arrays = network.arrays(parameters, i);
          Tensor weight = some(arrays.get(Dense.WEIGHT), firstDraw, numDraws);
          Tensor bias = some(arrays.get(Dense.BIAS), firstDraw, numDraws);
          shared &= weight.size(0) == 1;
          steps.add(dense(new PackedDense(weight, bias, shared ? 1 : numDraws), shared, numDraws));
        }
      }
    }
    return new Block(firstDraw, numDraws, numDraws * (int) network.widest(), List.copyOf(steps));
  }

  /** Some draws of an array; all where they share it. */
  private static Tensor some(Tensor array, int firstDraw, int numDraws) {
    return array.size(0) == 1 ? array : array.narrow(0, firstDraw, numDraws);
  }

  private static Step dense(PackedDense layer, boolean stillShared, int numDraws) {
    int count = layer.out() * (stillShared ? 1 : numDraws);
    return values -> {
      layer.forward(values.current, values.shared, values.next);
      values.swap(count, stillShared);
    };
  }

  private static Step scaling(float[] factors) {
    return values -> {
      for (int start = 0; start < factors.length; start += values.count) {
        multiply(values.current, factors, start, values.next, values.count);
      }
      values.swap(factors.length, false);
    };
  }

  private static void multiply(float[] x, float[] factors, int start, float[] y, int count) {
    for (int k = 0; k < count; k++) {
      y[start + k] = x[k] * factors[start + k];
    }
  }

  /** The number of draws. */
  public int numDraws() {
    return numDraws;
  }

  /**
   * The outputs of each draw.
   *
   * @shape rows [rows, inputs]; the result [draws, rows, outputs]
   */
  public float[] forward(float[] rows) {
    int numRows = rows.length / inputs;
    float[] to = new float[Math.multiplyExact(Math.multiplyExact(numDraws, numRows), outputs)];
    Values values = new Values(blocks.stream().mapToInt(Block::widest).max().orElse(0));
    for (Block block : blocks) {
      for (int row = 0; row < numRows; row++) {
        forward(block, rows, row, values);
        for (int draw = 0; draw < block.numDraws(); draw++) {
          int place = ((block.firstDraw() + draw) * numRows + row) * outputs;
          int from = values.shared ? 0 : draw * outputs;
          System.arraycopy(values.current, from, to, place, outputs);
        }
      }
    }
    return to;
  }

  private void forward(Block block, float[] rows, int row, Values values) {
    System.arraycopy(rows, row * inputs, values.current, 0, inputs);
    values.count = inputs;
    values.shared = true;
    for (Step step : block.steps()) {
      step.apply(values);
    }
  }
}
