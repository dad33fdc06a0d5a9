package org.jeffreys.inference.laplace;

import org.jeffreys.tensor.Tensor;

/**
 * The curvature H of a negative log likelihood, in a structure of its own; float64. Holds memory
 * until closed.
 */
sealed interface Curvature extends AutoCloseable
    permits FullCurvature, DiagonalCurvature, KroneckerCurvature, SubnetworkCurvature {
  /**
   * The normal distribution whose precision is {@code factor H + diag(precision)}.
   *
   * @param factor greater than 0
   * @param precision of the prior, greater than 0, @shape [dimension]
   * @return in tensors of the innermost scope and of this
   */
  Covariance covariance(double factor, Tensor precision);

  /** Whether a parameter is uncertain; others stay where they are. */
  boolean isUncertain(int index);

  @Override
  void close();
}
