package org.jeffreys.nn;

import org.jeffreys.tensor.Tensor;

/**
 * A layer's own reverse mode. A delta is the derivative of the objective with respect to the
 * layer's output. A test holds each rule equal to autograd.
 */
public interface ReverseRule extends Layer {
  /** As {@link #forward}, remembering what the rules need. */
  default Visit visit(Parameters parameters, Tensor input, Pass pass) {
    return new Visit(parameters, pass, input, forward(parameters, input, pass));
  }

  /**
   * The delta of the input.
   *
   * @param delta @shape as the visit's output
   * @return @shape [draws, batch, input…]: for a shared input, one delta a draw
   */
  Tensor backward(Visit visit, Tensor delta);

  /**
   * Writes the derivative with respect to the parameters, summed over the batch.
   *
   * @param delta @shape [draws, batch, output…]
   * @param gradient views of unset memory, all of which is written
   */
  void gradient(Visit visit, Tensor delta, Parameters gradient);
}
