package org.jeffreys.optim;

import java.util.HashMap;
import java.util.Map;
import org.jeffreys.tensor.Tensor;

/**
 * A rule that minimises over a flat tensor, one row a draw; elements never mix. Data: no state
 * inside.
 */
public interface Optimizer {
  /** The elements of a row that {@link #stepInPieces} takes at a time. */
  long PIECE = 1 << 16;

  /** The named tensors that the rule carries from step to step, of the position's shape; zeros. */
  Map<String, Tensor> init(Tensor position);

  /**
   * Moves the position down the gradient, in place; the carried tensors are overwritten too.
   *
   * @param position @shape [draws, dimension]
   * @param gradient of what is minimised, @shape as position
   * @param learningRate of this step
   * @param step the number of steps made before, from 0
   */
  void step(
      Tensor position,
      Tensor gradient,
      Map<String, Tensor> carried,
      double learningRate,
      long step);

  /**
   * As {@link #step}, some elements at a time: those of a large vector that the processor's cache
   * holds together with what is carried.
   */
  default void stepInPieces(
      Tensor position,
      Tensor gradient,
      Map<String, Tensor> carried,
      double learningRate,
      long step) {
    long dimension = position.size(1);
    if (dimension <= PIECE) {
      step(position, gradient, carried, learningRate, step);
      return;
    }
    for (long start = 0; start < dimension; start += PIECE) {
      long from = start;
      long count = Math.min(PIECE, dimension - start);
      Map<String, Tensor> part = new HashMap<>();
      carried.forEach((name, tensor) -> part.put(name, tensor.narrow(1, from, count)));
      step(
          position.narrow(1, from, count),
          gradient.narrow(1, from, count),
          part,
          learningRate,
          step);
    }
  }
}
