package org.jeffreys.nn;

import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * One pass through a layer, remembered for reverse mode.
 *
 * @param parameters the layer's
 * @param pass the layer's part of it
 * @param input @shape [draws or 1, batch, input…]
 * @param output @shape [draws, batch, output…]
 * @param memo what the layer put aside for its rules, such as the indices of maxima; may be null
 */
public record Visit(
    Parameters parameters, Pass pass, Tensor input, Tensor output, @Nullable Tensor memo) {
  /** A visit with nothing put aside. */
  public Visit(Parameters parameters, Pass pass, Tensor input, Tensor output) {
    this(parameters, pass, input, output, null);
  }
}
