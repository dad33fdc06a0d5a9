package org.jeffreys.inference.mcmc;

import java.util.Arrays;
import org.jeffreys.core.Doubles;
import org.jeffreys.core.NumericalException;
import org.jeffreys.tensor.HostStream;

/**
 * A dense mass matrix.
 *
 * <pre>{@code
 * M⁻¹ = Σ = L Lᵀ      r = L⁻ᵀ z ~ N(0, M)      z ~ N(0, I)
 * }</pre>
 */
final class DenseMass implements MassMatrix {
  private final int dimension;
  private final double[][] covariance;
  private final double[][] factor;

  /** Of the covariance Σ, row after row, symmetric and positive definite. */
  DenseMass(double[] rows) {
    dimension = (int) Math.round(Math.sqrt((double) rows.length));
    covariance = new double[dimension][];
    for (int i = 0; i < dimension; i++) {
      covariance[i] = Arrays.copyOfRange(rows, i * dimension, (i + 1) * dimension);
    }
    factor = cholesky(covariance);
  }

  private static double[][] cholesky(double[][] matrix) {
    double[][] lower = new double[matrix.length][matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j <= i; j++) {
        double rest = matrix[i][j];
        for (int k = 0; k < j; k++) {
          rest -= lower[i][k] * lower[j][k];
        }
        if (j < i) {
          lower[i][j] = rest / lower[j][j];
        } else if (rest > 0 && rest < Double.POSITIVE_INFINITY) {
          lower[i][i] = Math.sqrt(rest);
        } else {
          throw new NumericalException(
              "mass: expected a positive definite covariance of the draws, got a pivot of "
                  + rest
                  + " at coordinate "
                  + i
                  + "; take a diagonal mass");
        }
      }
    }
    return lower;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public Doubles inverseDiagonal() {
    double[] diagonal = new double[dimension];
    Arrays.setAll(diagonal, i -> covariance[i][i]);
    return Doubles.of(diagonal);
  }

  @Override
  public Doubles inverseRow(int row) {
    return Doubles.of(covariance[row]);
  }

  @Override
  public void velocity(double[] momentum, double[] out) {
    for (int i = 0; i < dimension; i++) {
      out[i] = Vectors.dot(covariance[i], momentum);
    }
  }

  @Override
  public void sampleMomentum(HostStream stream, double[] out) {
    for (int i = 0; i < dimension; i++) {
      out[i] = stream.nextNormal();
    }
    for (int i = dimension - 1; i >= 0; i--) {
      double[] row = factor[i];
      out[i] /= row[i];
      for (int j = 0; j < i; j++) {
        out[j] -= row[j] * out[i];
      }
    }
  }

  @Override
  public Doubles content() {
    double[] rows = new double[dimension * dimension];
    for (int i = 0; i < dimension; i++) {
      System.arraycopy(covariance[i], 0, rows, i * dimension, dimension);
    }
    return Doubles.of(rows);
  }
}
