package org.jeffreys.target;

import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The logarithm of a density over a flat vector, up to a constant, for many draws at once. It is
 * deterministic, and never branches on the values of its tensors.
 */
public interface LogDensity {
  /** The length of the vector. */
  int dimension();

  /** The element type of positions. */
  DType dtype();

  /**
   * The log density of each draw, in tensor operations.
   *
   * @param position @shape [draws, dimension]
   * @return @shape [draws]
   */
  Tensor logProb(Tensor position);

  /**
   * How far each coordinate typically reaches, for samplers that precondition by it; 1 where
   * nothing is known.
   *
   * @return @shape [dimension], owned by the target; null for 1
   */
  default @Nullable Tensor scale() {
    return null;
  }

  /**
   * The log density of each draw and its gradient.
   *
   * @return value @shape [draws], of the position's type or in float64; gradient @shape [draws,
   *     dimension]
   */
  default Gradients.ValueAndGradient valueAndGradient(Tensor position) {
    return Gradients.valueAndGradient(this::logProb, position);
  }

  /**
   * The same in plain Java, for samplers that are given few draws at a time; null where there is
   * none. A density of tensor operations alone may return what {@link PlainDensity#of} makes of it,
   * made once.
   */
  default @Nullable PlainDensity plain() {
    return null;
  }

  /**
   * Says, for a message, why the log density is not finite at a position; empty where nothing is
   * known.
   *
   * @param position @shape [1, dimension]
   */
  default String explain(Tensor position) {
    return "";
  }
}
