package org.jeffreys.inference.laplace;

import java.util.Map;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * The covariance Σ of a normal distribution over parameters, in a structure of its own; float64.
 */
sealed interface Covariance extends AutoCloseable
    permits FullCovariance, DiagonalCovariance, KroneckerCovariance, SubnetworkCovariance {
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

  /** What it is made of, by name: what {@link Structure#covariance} takes. */
  Map<String, Tensor> tensors();

  /**
   * The same in tensors of its own, which no scope frees. They are laid out as those of a file, so
   * that products with them are the same bits.
   */
  Covariance kept();

  @Override
  void close();

  /** A copy that no scope frees, its elements in order. */
  static Tensor kept(Tensor tensor) {
    try (Scope scope = Scope.open()) {
      return Scope.release(Tensor.empty(tensor.dtype(), tensor.shape()).copyFrom(tensor));
    }
  }

  /** Takes tensors out of every scope. */
  static void release(Tensor... tensors) {
    for (Tensor tensor : tensors) {
      Scope.release(tensor);
    }
  }
}
