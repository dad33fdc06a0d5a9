package org.jeffreys.nn;

import org.jeffreys.tensor.Tensor;

/**
 * A layer that is one affine map, applied at one place of each example or at several: what
 * Kronecker-factored curvature needs.
 *
 * <pre>{@code
 * y = (x, 1) W      W [in + 1, out], whose last row is the bias
 * }</pre>
 *
 * @source Martens and Grosse (2015), arXiv:1503.05671; Grosse and Martens (2016), arXiv:1602.01407
 */
public interface KroneckerRule extends ReverseRule {
  /**
   * What the map is given, (x, 1).
   *
   * @param visit of one draw
   * @return @shape [batch, places, in + 1]
   */
  Tensor affineInputs(Visit visit);

  /**
   * The derivative of the objective in what the map puts out.
   *
   * @param delta of one draw
   * @return @shape [batch, places, out]
   */
  Tensor affineDeltas(Tensor delta);

  /** The arrays as W. @shape [draws, in + 1, out] */
  Tensor affine(Parameters parameters);

  /** Writes W to the arrays. @shape affine [draws, in + 1, out] */
  void copyAffine(Tensor affine, Parameters parameters);
}
