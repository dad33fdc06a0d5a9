package org.jeffreys.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Layers one after the other. Parameter arrays are named {@code index.name}, such as {@code
 * 0.weight}.
 *
 * <pre>{@code
 * Network network =
 *     Sequential.of(Shape.of(1), new Linear(1, 100), Activation.RELU, new Linear(100, 1));
 * }</pre>
 */
public final class Sequential implements Network {
  private final Shape inputShape;
  private final Shape outputShape;
  private final List<Layer> layers;
  private final List<Shape> inputShapes;
  private final int[] firstArray;
  private final int[] firstNoise;
  private final int[] firstBuffer;
  private final ParameterLayout layout;
  private final ParameterLayout buffers;
  private final boolean ownRules;

  private Sequential(Shape inputShape, List<Layer> layers) {
    this.inputShape = inputShape;
    this.layers = layers;
    this.firstArray = new int[layers.size() + 1];
    this.firstNoise = new int[layers.size() + 1];
    this.firstBuffer = new int[layers.size() + 1];
    List<ParameterSpec> specs = new ArrayList<>();
    List<ParameterSpec> running = new ArrayList<>();
    List<Shape> shapes = new ArrayList<>();
    Shape shape = inputShape;
    for (int i = 0; i < layers.size(); i++) {
      String prefix = Integer.toString(i);
      Layer layer = layers.get(i);
      layer.parameters().forEach(spec -> specs.add(spec.within(prefix)));
      if (layer instanceof BufferedLayer buffered) {
        buffered.buffers().forEach(spec -> running.add(spec.within(prefix)));
      }
      shapes.add(shape);
      shape = layer.outputShape(shape);
      firstArray[i + 1] = specs.size();
      firstNoise[i + 1] = firstNoise[i] + (layer instanceof RandomLayer ? 1 : 0);
      firstBuffer[i + 1] = running.size();
    }
    this.inputShapes = List.copyOf(shapes);
    this.outputShape = shape;
    this.ownRules =
        layers.stream()
            .allMatch(
                layer -> layer instanceof ReverseRule && !(layer instanceof VariationalLayer));
    this.layout = ParameterLayout.of(specs);
    this.buffers = ParameterLayout.of(running);
  }

  /**
   * The network of the given layers.
   *
   * @param inputShape the shape of one example's input
   * @throws IllegalArgumentException if there is no layer, or a layer does not take the output of
   *     the one before
   */
  public static Sequential of(Shape inputShape, Layer... layers) {
    return of(inputShape, Arrays.asList(layers));
  }

  /** As {@link #of(Shape, Layer...)}. */
  public static Sequential of(Shape inputShape, List<Layer> layers) {
    Check.require(!layers.isEmpty(), "layers", "at least one layer", "none");
    return new Sequential(inputShape, List.copyOf(layers));
  }

  /**
   * Dense layers of the given widths with an activation between them: {@code dense(Activation.RELU,
   * 1, 100, 100, 1)}.
   */
  public static Sequential dense(Activation activation, int... widths) {
    Check.require(widths.length >= 2, "widths", "inputs and outputs at least", widths.length);
    List<Layer> layers = new ArrayList<>();
    for (int i = 1; i < widths.length; i++) {
      if (i > 1) {
        layers.add(activation);
      }
      layers.add(new Linear(widths[i - 1], widths[i]));
    }
    return of(Shape.of(widths[0]), layers);
  }

  /** The layers, first to last. */
  public List<Layer> layers() {
    return layers;
  }

  @Override
  public Shape inputShape() {
    return inputShape;
  }

  @Override
  public Shape outputShape() {
    return outputShape;
  }

  @Override
  public ParameterLayout layout() {
    return layout;
  }

  @Override
  public ParameterLayout buffers() {
    return buffers;
  }

  @Override
  public long widest() {
    long widest = outputShape.numElements();
    for (Shape shape : inputShapes) {
      widest = Math.max(widest, shape.numElements());
    }
    return widest;
  }

  /** The shape of one example as a layer is given it. */
  public Shape inputShape(int layer) {
    return inputShapes.get(layer);
  }

  @Override
  public boolean isRandom() {
    return firstNoise[layers.size()] > 0;
  }

  /** The number of layers that precede the first random one; all of them where none is. */
  public int numDeterministic() {
    int count = 0;
    while (count < layers.size() && !(layers.get(count) instanceof RandomLayer)) {
      count++;
    }
    return count;
  }

  @Override
  public List<Tensor> noise(DType dtype, long draws, long examples, Rng rng) {
    List<Tensor> noise = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i) instanceof RandomLayer random) {
        noise.add(random.drawNoise(dtype, draws, examples, inputShapes.get(i), rng));
      }
    }
    return noise;
  }

  @Override
  public @Nullable Tensor divergence(Parameters parameters) {
    @Nullable Tensor total = null;
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i) instanceof VariationalLayer layer) {
        Tensor part = layer.divergence(arrays(parameters, i));
        total = total == null ? part : total.add(part);
      }
    }
    return total;
  }

  @Override
  public Tensor forward(Parameters parameters, Tensor input, Pass pass) {
    return forward(parameters, input, pass, 0, layers.size());
  }

  /**
   * The output of layer {@code to} - 1 for what is put into layer {@code from}.
   *
   * @param parameters of the whole network
   * @param pass of the whole network; noise is needed only where it has random layers in the range
   */
  public Tensor forward(Parameters parameters, Tensor input, Pass pass, int from, int to) {
    Tensor value = input;
    for (int i = from; i < to; i++) {
      value = layers.get(i).forward(arrays(parameters, i), value, part(pass, i));
    }
    return value;
  }

  @Override
  public boolean hasOwnRules() {
    return ownRules;
  }

  @Override
  public Tape record(Parameters parameters, Tensor input, Pass pass) {
    return SequentialTape.record(this, parameters, input, pass);
  }

  /** The arrays of one layer, of views of the whole network. */
  public Parameters arrays(Parameters parameters, int layer) {
    return parameters.range(firstArray[layer], firstArray[layer + 1]);
  }

  /** A pass's part of one layer. */
  Pass part(Pass pass, int layer) {
    return pass.part(
        firstNoise[layer], firstNoise[layer + 1], firstBuffer[layer], firstBuffer[layer + 1]);
  }

  /** The layers, as a person writes them; equal networks have equal descriptions. */
  @Override
  public String toString() {
    return "Sequential" + inputShape + layers;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sequential that
        && inputShape.equals(that.inputShape)
        && layers.equals(that.layers);
  }

  @Override
  public int hashCode() {
    return layers.hashCode();
  }
}
