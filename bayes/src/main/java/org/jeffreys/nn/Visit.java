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
 * @param memo what the layer put aside for its rules, such as the indices of maxima; null for
 *     nothing, @shape [draws or 1, batch, …]
 */
public record Visit(
    Parameters parameters, Pass pass, Tensor input, Tensor output, @Nullable Tensor memo) {
  /** The part of neighbouring examples; what they share stays whole. */
  Visit examples(long start, long count) {
    return new Visit(
        parameters,
        pass.examples(start, count, input.size(1)),
        input.narrow(1, start, count),
        output.narrow(1, start, count),
        memo == null ? null : memo.narrow(1, start, count));
  }

  /** A visit with nothing put aside. */
  public Visit(Parameters parameters, Pass pass, Tensor input, Tensor output) {
    this(parameters, pass, input, output, null);
  }
}
