package org.jeffreys.inference.laplace;

import org.jeffreys.core.NumericalException;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Tensor;

/**
 * The whole matrix of the curvature.
 *
 * @param matrix @shape [dimension, dimension]
 */
record FullCurvature(Tensor matrix) implements Curvature {
  @Override
  public FullCovariance covariance(double factor, Tensor precision) {
    Tensor all = matrix.mul(factor).add(Linalg.diagonalMatrix(precision));
    try {
      return new FullCovariance(Linalg.cholesky(all));
    } catch (NumericalException e) {
      throw new NumericalException(
          "curvature: expected a positive definite matrix, got one that is not;"
              + " give the prior a smaller scale",
          e);
    }
  }

  @Override
  public boolean isUncertain(int index) {
    return true;
  }

  @Override
  public void close() {
    matrix.close();
  }
}
