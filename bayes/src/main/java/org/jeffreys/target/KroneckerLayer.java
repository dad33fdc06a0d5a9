package org.jeffreys.target;

import java.util.ArrayList;
import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.nn.KroneckerRule;
import org.jeffreys.nn.Layer;
import org.jeffreys.nn.Network;
import org.jeffreys.nn.ParameterLayout;
import org.jeffreys.nn.Sequential;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * A layer whose curvature can be a Kronecker product, in its place.
 *
 * @param rule of the layer
 * @param layout of the layer's arrays
 * @param offset the place of the first of them in the flat vector
 * @param numInputs the rows of W, in + 1
 * @param numOutputs the columns of W
 */
public record KroneckerLayer(
    KroneckerRule rule, ParameterLayout layout, int offset, int numInputs, int numOutputs) {
  /**
   * The layers with parameters, first to last.
   *
   * @param name of who asks, for the message
   * @throws IllegalArgumentException naming a layer with parameters that has no rule for it
   */
  public static List<KroneckerLayer> of(Network network, String name) {
    if (!(network instanceof Sequential sequential)) {
      throw Check.failure(name, "a Sequential", network);
    }
    List<KroneckerLayer> found = new ArrayList<>();
    int offset = 0;
    for (int i = 0; i < sequential.layers().size(); i++) {
      Layer layer = sequential.layers().get(i);
      if (layer.parameters().isEmpty()) {
        continue;
      }
      Check.require(
          layer instanceof KroneckerRule,
          name,
          "parameters in Linear and Conv2d only",
          "layer " + i + ", " + layer,
          "use laplace-diagonal");
      KroneckerLayer next =
          of((KroneckerRule) layer, ParameterLayout.of(layer.parameters()), offset);
      found.add(next);
      offset += next.layout().dimension();
    }
    return List.copyOf(found);
  }

  private static KroneckerLayer of(KroneckerRule rule, ParameterLayout layout, int offset) {
    try (Scope scope = Scope.open()) {
      Tensor unit = Tensor.zeros(DType.FLOAT64, 1, layout.dimension());
      long[] shape = rule.affine(layout.views(unit, 0)).shape();
      return new KroneckerLayer(
          rule, layout, offset, Math.toIntExact(shape[1]), Math.toIntExact(shape[2]));
    }
  }
}
