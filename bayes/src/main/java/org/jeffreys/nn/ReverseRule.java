package org.jeffreys.nn;

import org.jeffreys.tensor.Tensor;

/**
 * A layer's own reverse mode. A delta is the derivative of the objective with respect to the
 * layer's output. A test holds each rule equal to autograd.
 */
public interface ReverseRule extends Layer {
  /**
   * The delta of the input.
   *
   * @param output what {@link #forward} gave for {@code input}
   * @param delta @shape as output
   * @return @shape [draws, batch, input…]: for a shared input, one delta a draw
   */
  Tensor backward(Parameters parameters, Tensor input, Tensor output, Tensor delta);

  /**
   * Writes the derivative with respect to the parameters, summed over the batch.
   *
   * @param input @shape [draws or 1, batch, input…]
   * @param delta @shape [draws, batch, output…]
   * @param gradient views of unset memory, all of which is written
   */
  void gradient(Tensor input, Tensor delta, Parameters gradient);
}
