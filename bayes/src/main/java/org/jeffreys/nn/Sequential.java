package org.jeffreys.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

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
  private final int[] firstArray;
  private final ParameterLayout layout;
  private final boolean ownRules;

  private Sequential(Shape inputShape, List<Layer> layers) {
    this.inputShape = inputShape;
    this.layers = layers;
    this.firstArray = new int[layers.size() + 1];
    List<ParameterSpec> specs = new ArrayList<>();
    Shape shape = inputShape;
    for (int i = 0; i < layers.size(); i++) {
      String prefix = Integer.toString(i);
      layers.get(i).parameters().forEach(spec -> specs.add(spec.within(prefix)));
      shape = layers.get(i).outputShape(shape);
      firstArray[i + 1] = specs.size();
    }
    this.outputShape = shape;
    this.ownRules = layers.stream().allMatch(layer -> layer instanceof ReverseRule);
    this.layout = ParameterLayout.of(specs);
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
  public Tensor forward(Parameters parameters, Tensor input) {
    Tensor value = input;
    for (int i = 0; i < layers.size(); i++) {
      value = layers.get(i).forward(arrays(parameters, i), value);
    }
    return value;
  }

  @Override
  public boolean hasOwnRules() {
    return ownRules;
  }

  @Override
  public Tape record(Parameters parameters, Tensor input) {
    return SequentialTape.record(this, parameters, input);
  }

  /** The arrays of one layer. */
  Parameters arrays(Parameters parameters, int layer) {
    return parameters.range(firstArray[layer], firstArray[layer + 1]);
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
