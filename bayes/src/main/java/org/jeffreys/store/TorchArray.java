package org.jeffreys.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.nn.BatchNorm;
import org.jeffreys.nn.BufferedLayer;
import org.jeffreys.nn.ConcreteDropout;
import org.jeffreys.nn.Conv2d;
import org.jeffreys.nn.DropConnect;
import org.jeffreys.nn.Flatten;
import org.jeffreys.nn.GroupNorm;
import org.jeffreys.nn.Layer;
import org.jeffreys.nn.Linear;
import org.jeffreys.nn.ParameterSpec;
import org.jeffreys.nn.Sequential;
import org.jeffreys.nn.VariationalDropout;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * An array of a layer as PyTorch has it: seen in a shape, with its axes in another order, it is
 * ours.
 *
 * <pre>{@code
 * Linear       [out, in]        axes 1, 0             [in, out]
 * Conv2d       [out, in, h, w]  axes 0, 2, 3, 1       [out, h, w, in]
 * Linear after a Flatten of images: [out, in h w] seen as [out, in, h, w], axes 2, 3, 1, 0
 * }</pre>
 *
 * @param module the index of the layer
 * @param suffix PyTorch's name within the layer, such as {@code running_mean}
 * @param name ours within the network, such as {@code 1.mean}
 * @param shape PyTorch's
 * @param view the shape it is seen in, of as many elements
 * @param axes of the view, in our order
 * @param ours our shape
 */
record TorchArray(
    int module,
    String suffix,
    String name,
    Shape shape,
    Shape view,
    List<Integer> axes,
    Shape ours) {

  private static final List<Integer> SAME = List.of(0);
  private static final List<Integer> TRANSPOSED = List.of(1, 0);
  private static final List<Integer> CHANNELS_LAST = List.of(0, 2, 3, 1);
  private static final List<Integer> FLATTENED = List.of(2, 3, 1, 0);
  private static final List<Integer> FLATTENED_CHANNELS = List.of(1, 2, 0);

  /** An array of the file as ours. */
  Tensor imported(Tensor theirs) {
    return theirs.reshape(view.toArray()).permute(order()).reshape(ours.toArray());
  }

  /** Our array as PyTorch has it. */
  Tensor exported(Tensor array) {
    long[] order = order();
    long[] permuted = new long[order.length];
    long[] inverse = new long[order.length];
    for (int k = 0; k < order.length; k++) {
      permuted[k] = view.size((int) order[k]);
      inverse[(int) order[k]] = k;
    }
    return array.reshape(permuted).permute(inverse).reshape(shape.toArray());
  }

  private long[] order() {
    return axes.stream().mapToLong(Integer::longValue).toArray();
  }

  /** What is done to it, for people; empty where nothing is. */
  String change() {
    if (axes.equals(SAME)) {
      return "";
    }
    String seen = view.equals(shape) ? "" : " seen as " + view;
    return seen + " with axes " + axes;
  }

  /** The arrays of a network that PyTorch has too, layer by layer. */
  static List<TorchArray> of(Sequential network) {
    List<TorchArray> all = new ArrayList<>();
    Shape image = Shape.of();
    for (int i = 0; i < network.layers().size(); i++) {
      Layer layer = network.layers().get(i);
      if (layer instanceof Flatten && network.inputShape(i).rank() == 3) {
        Shape input = network.inputShape(i);
        boolean isOrdered = input.size(2) == 1 || input.size(0) * input.size(1) == 1;
        image = isOrdered ? Shape.of() : input;
      }
      boolean counted = !layer.parameters().isEmpty();
      if (counted) {
        addAll(all, i, layer instanceof ConcreteDropout random ? random.layer() : layer, image);
      }
      if (counted && !isNormalising(layer)) {
        image = Shape.of();
      }
    }
    return List.copyOf(all);
  }

  private static boolean isNormalising(Layer layer) {
    return layer instanceof BatchNorm || layer instanceof GroupNorm;
  }

  /**
   * The arrays of one layer.
   *
   * @param image the shape that its inputs had before they were flattened; of rank 0 for none
   */
  private static void addAll(List<TorchArray> all, int module, Layer layer, Shape image) {
    if (layer instanceof GroupNorm norm) {
      boolean isWhole = norm.groups() == 1 || image.rank() == 0;
      Check.require(isWhole, "network", "no groups of flattened images", norm);
    }
    boolean isKnown =
        isNormalising(layer)
            || layer instanceof Linear
            || layer instanceof Conv2d
            || layer instanceof DropConnect
            || layer instanceof VariationalDropout;
    Check.require(isKnown, "network", "layers that PyTorch has", layer);
    for (ParameterSpec spec : layer.parameters()) {
      if (spec.role() != ParameterSpec.Role.NOISE) {
        all.add(of(module, isNormalising(layer), spec, image));
      }
    }
    if (layer instanceof BufferedLayer buffered) {
      buffered.buffers().forEach(spec -> all.add(of(module, true, spec, image)));
    }
  }

  private static TorchArray of(int module, boolean isNormalising, ParameterSpec spec, Shape image) {
    Shape ours = spec.shape();
    String suffix =
        switch (spec.name()) {
          case "scale" -> "weight";
          case "shift" -> "bias";
          case "mean" -> "running_mean";
          case "variance" -> "running_var";
          default -> spec.name();
        };
    String name = module + "." + spec.name();
    if (isNormalising) {
      Shape shape = ours;
      return image.rank() == 0
          ? new TorchArray(module, suffix, name, shape, shape, SAME, ours)
          : new TorchArray(module, suffix, name, shape, planes(image), FLATTENED_CHANNELS, ours);
    }
    if (spec.role() == ParameterSpec.Role.BIAS) {
      Shape shape = Shape.of(ours.size(-1));
      return new TorchArray(module, suffix, name, shape, shape, SAME, ours);
    }
    if (ours.rank() == 4) {
      Shape shape = Shape.of(ours.size(0), ours.size(3), ours.size(1), ours.size(2));
      return new TorchArray(module, suffix, name, shape, shape, CHANNELS_LAST, ours);
    }
    Shape shape = Shape.of(ours.size(1), ours.size(0));
    return image.rank() == 0
        ? new TorchArray(module, suffix, name, shape, shape, TRANSPOSED, ours)
        : new TorchArray(
            module, suffix, name, shape, planes(image).prepend(ours.size(1)), FLATTENED, ours);
  }

  /** PyTorch's shape of an image, its channels first. */
  private static Shape planes(Shape image) {
    return Shape.of(image.size(2), image.size(0), image.size(1));
  }

  /** PyTorch's name in an {@code nn.Sequential} of the same layers. */
  String theirs() {
    return module + "." + suffix;
  }

  /** The part of a list of names and shapes. */
  static String told(String name, Shape shape) {
    return name + " " + Arrays.toString(shape.toArray());
  }
}
