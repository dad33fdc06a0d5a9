package org.jeffreys.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The thinned networks that draws of dropout are, where one mask serves all inputs: masks are
 * multiplied into weights, so that inputs are never copied, and hidden units that a draw drops are
 * not computed. The first dense layers of all draws are one matrix product.
 *
 * <p>Equal to passes with the same noise, up to rounding. Holds memory until closed.
 *
 * @source Srivastava et al. (2014), JMLR 15, section 1 (thinned networks)
 */
public final class ThinnedNetworks implements AutoCloseable {
  private final List<Stage> stages;
  private final Tensor firstWeight;
  private final Tensor firstBias;
  private final long[] firstColumn;
  private final List<List<Dense>> later;

  /**
   * A dense layer of the network.
   *
   * @param layer its place
   * @param masks the places, among the network's random layers, of the masks on its input
   * @param activations what follows it
   */
  private record Stage(int layer, List<Integer> masks, List<Activation> activations) {}

  /**
   * A dense layer of one draw. @shape weight [kept inputs, kept outputs]; bias [1, kept outputs]
   */
  private record Dense(Tensor weight, Tensor bias) {}

  private ThinnedNetworks(
      List<Stage> stages,
      Tensor firstWeight,
      Tensor firstBias,
      long[] firstColumn,
      List<List<Dense>> later) {
    this.stages = stages;
    this.firstWeight = firstWeight;
    this.firstBias = firstBias;
    this.firstColumn = firstColumn;
    this.later = later;
  }

  /**
   * The thinned networks of given noise.
   *
   * @param from the first layer; what is put into it comes from layers without noise
   * @param parameters of the whole network, one draw
   * @param pass of the whole network, its noise shared by all examples: @shape [draws, 1, …] each
   * @return nothing if the layers from there on are not dense ones with masks and activations
   */
  public static Optional<ThinnedNetworks> of(
      Sequential network, int from, Parameters parameters, Pass pass) {
    List<Stage> stages = stages(network, from);
    if (stages.isEmpty()) {
      return Optional.empty();
    }
    long draws = pass.allNoise().get(0).size(0);
    List<Tensor> firstWeights = new ArrayList<>();
    List<Tensor> firstBiases = new ArrayList<>();
    List<List<Dense>> later = new ArrayList<>();
    try (Scope scope = Scope.open()) {
      long[] firstColumn = new long[(int) draws + 1];
      for (int draw = 0; draw < draws; draw++) {
        List<Dense> all = thin(network, stages, parameters, pass.draws(draw, 1).allNoise());
        firstWeights.add(all.get(0).weight());
        firstBiases.add(all.get(0).bias());
        firstColumn[draw + 1] = firstColumn[draw] + all.get(0).bias().size(1);
        later.add(List.copyOf(all.subList(1, all.size())));
      }
      Tensor weight = Tensor.cat(1, firstWeights.toArray(Tensor[]::new));
      Tensor bias = Tensor.cat(1, firstBiases.toArray(Tensor[]::new));
      later.forEach(
          ofDraw ->
              ofDraw.forEach(
                  dense -> {
                    Scope.release(dense.weight());
                    Scope.release(dense.bias());
                  }));
      return Optional.of(
          new ThinnedNetworks(
              stages, Scope.release(weight), Scope.release(bias), firstColumn, later));
    }
  }

  /** The dense layers; none where there are others. */
  private static List<Stage> stages(Sequential network, int from) {
    List<Stage> stages = new ArrayList<>();
    List<Integer> masks = new ArrayList<>();
    int numRandom = 0;
    for (int i = from; i < network.layers().size(); i++) {
      Layer layer = network.layers().get(i);
      if (layer instanceof MultiplicativeNoise) {
        masks.add(numRandom++);
      } else if (layer instanceof Linear) {
        stages.add(new Stage(i, List.copyOf(masks), new ArrayList<>()));
        masks.clear();
      } else if (layer instanceof Activation activation && !stages.isEmpty() && masks.isEmpty()) {
        stages.get(stages.size() - 1).activations().add(activation);
      } else if (!(layer instanceof Flatten && stages.isEmpty())) {
        return List.of();
      }
    }
    return masks.isEmpty() ? stages : List.of();
  }

  private static List<Dense> thin(
      Sequential network, List<Stage> stages, Parameters parameters, List<Tensor> noise) {
    List<Dense> thinned = new ArrayList<>();
    // The inputs are there in any case: only their scale is taken into the weights.
    @Nullable Tensor scale = scale(stages.get(0), noise);
    @Nullable Tensor keptInputs = null;
    for (int i = 0; i < stages.size(); i++) {
      Parameters arrays = network.arrays(parameters, stages.get(i).layer());
      Tensor weight = arrays.get(0).select(0, 0);
      Tensor bias = arrays.get(1).select(0, 0);
      @Nullable Tensor nextScale = i + 1 < stages.size() ? scale(stages.get(i + 1), noise) : null;
      @Nullable Tensor keptOutputs = nextScale == null ? null : kept(nextScale);
      if (keptOutputs != null) {
        weight = weight.indexSelect(1, keptOutputs);
        bias = bias.indexSelect(1, keptOutputs);
      }
      if (keptInputs != null) {
        weight = weight.indexSelect(0, keptInputs);
        scale = Check.present(scale, "scale").indexSelect(0, keptInputs);
      }
      weight = scale == null ? weight.copy() : weight.mul(scale.unsqueeze(1));
      thinned.add(new Dense(weight, bias.copy()));
      scale = nextScale;
      keptInputs = keptOutputs;
    }
    return thinned;
  }

  /** What the inputs of a stage are multiplied by. @shape [inputs]; null for 1 */
  private static @Nullable Tensor scale(Stage stage, List<Tensor> noise) {
    @Nullable Tensor product = null;
    for (int mask : stage.masks()) {
      Tensor each = noise.get(mask).reshape(-1);
      product = product == null ? each : product.mul(each);
    }
    return product;
  }

  /** The places of what is not multiplied by zero; of one unit where all are dropped. */
  private static Tensor kept(Tensor scale) {
    double[] values = scale.toDoubles();
    long[] places = new long[values.length];
    int count = 0;
    for (int i = 0; i < values.length; i++) {
      if (values[i] != 0) {
        places[count++] = i;
      }
    }
    return Tensor.of(Arrays.copyOf(places, Math.max(1, count)), Math.max(1, count));
  }

  /** The number of draws. */
  public int numDraws() {
    return later.size();
  }

  /**
   * The outputs of each draw.
   *
   * @param input of the first layer, @shape [rows, input…]
   * @return @shape each [rows, output]
   */
  public List<Tensor> forward(Tensor input) {
    Tensor flat = input.reshape(input.size(0), -1);
    Tensor hidden = activated(stages.get(0), flat.matmul(firstWeight).addInPlace(firstBias));
    List<Tensor> outputs = new ArrayList<>();
    for (int draw = 0; draw < numDraws(); draw++) {
      long start = firstColumn[draw];
      Tensor value = hidden.narrow(1, start, firstColumn[draw + 1] - start);
      for (int i = 0; i < later.get(draw).size(); i++) {
        Dense dense = later.get(draw).get(i);
        value = activated(stages.get(i + 1), value.matmul(dense.weight()).addInPlace(dense.bias()));
      }
      outputs.add(value);
    }
    return outputs;
  }

  private static Tensor activated(Stage stage, Tensor value) {
    Tensor result = value;
    for (Activation activation : stage.activations()) {
      result = activation == Activation.RELU ? result.reluInPlace() : activation.value(result);
    }
    return result;
  }

  @Override
  public void close() {
    firstWeight.close();
    firstBias.close();
    later.forEach(
        ofDraw ->
            ofDraw.forEach(
                dense -> {
                  dense.weight().close();
                  dense.bias().close();
                }));
  }
}
