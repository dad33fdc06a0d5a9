package org.jeffreys.inference.laplace;

import org.jeffreys.core.NumericalException;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Tensor;

/**
 * The whole matrix of the curvature.
 *
 * @param matrix @shape [dimension, dimension]
 */
record FullCurvature(Tensor matrix) implements Curvature {
  @Override
  public Covariance covariance(double factor, Tensor precision) {
    Tensor all = matrix.mul(factor).add(Linalg.diagonalMatrix(precision));
    try {
      return new Full(Linalg.cholesky(all));
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

  /** By the lower Cholesky factor L of the precision: the root of Σ is L⁻ᵀ. */
  private record Full(Tensor factor) implements Covariance {
    @Override
    public int rank() {
      return Math.toIntExact(factor.size(0));
    }

    @Override
    public Tensor whiten(Tensor rows) {
      return Linalg.solveTriangular(factor, rows.transpose(0, 1), false).transpose(0, 1);
    }

    @Override
    public Tensor colour(Tensor noise) {
      return Linalg.solveTriangular(factor.transpose(0, 1), noise.transpose(0, 1), true)
          .transpose(0, 1)
          .contiguous();
    }

    @Override
    public Tensor variances() {
      Tensor identity = Tensor.eye(DType.FLOAT64, factor.size(0));
      return Linalg.solveTriangular(factor, identity, false).square().sum(0);
    }

    @Override
    public double logDeterminantOfPrecision() {
      return Linalg.logDeterminantOfFactor(factor).item();
    }

    @Override
    public Covariance released() {
      Covariance.release(factor);
      return this;
    }

    @Override
    public void close() {
      factor.close();
    }
  }
}
