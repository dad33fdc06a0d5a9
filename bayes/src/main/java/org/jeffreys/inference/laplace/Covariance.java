package org.jeffreys.inference.laplace;

import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * The covariance Σ of a normal distribution over parameters, in a structure of its own; float64.
 */
interface Covariance {
  /** The length of the noise that {@link #colour} takes. */
  int rank();

  /**
   * Rows times a root of Σ, so that {@code whiten(J) whiten(J)ᵀ = J Σ Jᵀ}.
   *
   * @shape rows [m, dimension]; result [m, rank]
   */
  Tensor whiten(Tensor rows);

  /**
   * The root of Σ times columns of noise: draws with covariance Σ.
   *
   * @shape noise [draws, rank]; result [draws, dimension]
   */
  Tensor colour(Tensor noise);

  /** The diagonal of Σ. @shape [dimension] */
  Tensor variances();

  /** The logarithm of the determinant of the precision, Σ⁻¹, over what is uncertain. */
  double logDeterminantOfPrecision();

  /** Takes the tensors out of every scope. */
  Covariance released();

  /** Frees the tensors. */
  void close();

  /** Takes tensors out of every scope. */
  static void release(Tensor... tensors) {
    for (Tensor tensor : tensors) {
      Scope.release(tensor);
    }
  }
}
