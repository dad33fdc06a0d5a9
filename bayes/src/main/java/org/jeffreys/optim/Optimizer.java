package org.jeffreys.optim;

import java.util.Map;
import org.jeffreys.tensor.Tensor;

/**
 * A rule that minimises over a flat tensor, one row a draw; rows never mix. Data: no state inside.
 */
public interface Optimizer {
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
}
