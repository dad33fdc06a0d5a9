package org.jeffreys.nn;

import org.jeffreys.tensor.Tensor;

/**
 * One forward pass through a network, remembered for reverse mode. Call {@link #backward}, then the
 * others; again for another delta.
 */
public interface Tape {
  /** The network's outputs. @shape [draws, batch, output…] */
  Tensor output();

  /**
   * Runs reverse mode down to the first layer with parameters.
   *
   * @param delta the derivative of the objective with respect to the outputs, @shape as output
   */
  void backward(Tensor delta);

  /**
   * The derivative with respect to the network's input: what a network before this one is given.
   *
   * @return @shape [draws, batch, input…]: for a shared input, one delta a draw
   */
  Tensor inputDelta();

  /**
   * The squared norm of each example's gradient over all parameters of the network.
   *
   * @return @shape [draws, batch]
   * @throws IllegalArgumentException naming the first layer that has no rule for it
   */
  Tensor squaredNorms();

  /** Writes the gradient summed over the batch. */
  void gradient(Parameters gradient);

  /**
   * Writes the sum over the batch of each example's gradient times its weight.
   *
   * @param weights @shape [draws, batch]
   */
  void weightedGradient(Tensor weights, Parameters gradient);

  /** Takes part in reverse mode, one layer with parameters after the other, last to first. */
  @FunctionalInterface
  interface Task {
    /**
     * Takes some examples of a layer.
     *
     * @param index of the layer
     * @param delta the derivative of the objective with respect to the layer's output
     * @param start the first of the examples
     */
    void run(int index, Layer layer, Visit visit, Tensor delta, long start);
  }

  /** Runs a task for each layer with parameters; large batches of images come in parts. */
  void eachLayer(Task task);
}
