package org.jeffreys.nn;

import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A layer's rule for clipping per-example gradients without making them: their norms come from
 * inputs and deltas, and the sum of clipped gradients is {@link #gradient} of re-weighted deltas. A
 * layer whose examples depend on each other has none.
 *
 * @source Goodfellow (2015), arXiv:1510.01799
 */
public interface PerExampleRule extends ReverseRule {
  /**
   * The squared norm of each example's gradient with respect to the layer's parameters.
   *
   * @return @shape [draws, batch]; null for a layer without parameters
   */
  @Nullable Tensor squaredNorm(Visit visit, Tensor delta);
}
