package org.jeffreys.inference;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jeffreys.core.Check;
import org.jeffreys.core.Fields;
import org.jeffreys.target.NetworkModel;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A posterior written down: what rebuilds it beside its network and likelihood. {@link Posteriors}
 * does.
 *
 * @param kind the name of the kind of posterior in the registry
 * @param settings as plain data: texts, numbers, truths, lists and maps
 * @param tensors by name, owned by the posterior they came from or are for
 */
public record PosteriorState(
    String kind, Map<String, Object> settings, Map<String, Tensor> tensors) {
  /** Copies the maps. */
  public PosteriorState {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    tensors = Collections.unmodifiableMap(new TreeMap<>(tensors));
  }

  /** The settings, to be read. */
  public Fields fields() {
    return Fields.of(kind, settings);
  }

  /**
   * A tensor, checked.
   *
   * @param shape -1 for an axis of any length greater than 0
   * @throws IllegalArgumentException if there is none of this name, type and shape
   */
  public Tensor tensor(String name, DType dtype, long... shape) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw Check.failure(name, "a tensor of a posterior of kind " + kind, "none");
    }
    boolean fits = tensor.dtype() == dtype && tensor.rank() == shape.length;
    for (int axis = 0; fits && axis < shape.length; axis++) {
      long size = tensor.size(axis);
      fits = shape[axis] < 0 ? size > 0 : size == shape[axis];
    }
    if (!fits) {
      String expected = dtype + " " + Arrays.toString(shape).replace("-1", "any");
      throw Check.failure(name, expected, tensor.dtype() + " " + Shape.of(tensor.shape()));
    }
    return tensor;
  }

  /**
   * The draws of a model's flat vector.
   *
   * @return @shape [draws, dimension]
   */
  public Tensor position(NetworkModel model) {
    return tensor("position", model.dtype(), -1, model.dimension());
  }

  /**
   * The running statistics of as many draws.
   *
   * @return @shape [draws, buffer dimension]; null where the network has none
   */
  public @Nullable Tensor buffers(NetworkModel model, long draws) {
    int width = model.network().buffers().dimension();
    if (width > 0) {
      return tensor("buffers", model.dtype(), draws, width);
    }
    Check.require(
        !tensors.containsKey("buffers"), "buffers", "none", String.valueOf(tensors.get("buffers")));
    return null;
  }
}
