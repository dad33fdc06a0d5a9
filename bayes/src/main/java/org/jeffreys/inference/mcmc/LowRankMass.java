package org.jeffreys.inference.mcmc;

import java.util.Arrays;
import org.jeffreys.core.Doubles;
import org.jeffreys.tensor.HostStream;

/**
 * A mass matrix that is diagonal but for a few directions.
 *
 * <pre>{@code
 * M⁻¹ = D (I + U (Λ - I) Uᵀ) D      r = D⁻¹ (z + U (Λ^-½ - I) Uᵀ z) ~ N(0, M)      z ~ N(0, I)
 * }</pre>
 *
 * with D diagonal and the columns of U orthonormal.
 */
final class LowRankMass implements MassMatrix {
  private final double[] scale;
  private final double[] eigenvalues;
  private final double[][] directions;

  /**
   * A mass matrix.
   *
   * @param scale the diagonal of D, each greater than 0
   * @param eigenvalues those of Λ, each greater than 0
   * @param directions the columns of U
   */
  LowRankMass(double[] scale, double[] eigenvalues, double[][] directions) {
    this.scale = scale.clone();
    this.eigenvalues = eigenvalues.clone();
    this.directions = Arrays.stream(directions).map(double[]::clone).toArray(double[][]::new);
  }

  /** Reads {@link #content}. */
  static LowRankMass of(double[] content) {
    int rank = (int) content[0];
    int dimension = (content.length - 1 - rank) / (rank + 1);
    double[] scale = Arrays.copyOfRange(content, 1, 1 + dimension);
    double[] eigenvalues = Arrays.copyOfRange(content, 1 + dimension, 1 + dimension + rank);
    double[][] directions = new double[rank][];
    for (int k = 0; k < rank; k++) {
      int start = 1 + dimension + rank + k * dimension;
      directions[k] = Arrays.copyOfRange(content, start, start + dimension);
    }
    return new LowRankMass(scale, eigenvalues, directions);
  }

  @Override
  public int dimension() {
    return scale.length;
  }

  @Override
  public Doubles inverseDiagonal() {
    double[] diagonal = new double[scale.length];
    Arrays.setAll(diagonal, i -> inverse(i, i));
    return Doubles.of(diagonal);
  }

  @Override
  public Doubles inverseRow(int row) {
    double[] values = new double[scale.length];
    Arrays.setAll(values, i -> inverse(row, i));
    return Doubles.of(values);
  }

  private double inverse(int row, int column) {
    double sum = row == column ? 1 : 0;
    for (int k = 0; k < eigenvalues.length; k++) {
      sum += (eigenvalues[k] - 1) * directions[k][row] * directions[k][column];
    }
    return scale[row] * sum * scale[column];
  }

  @Override
  public void velocity(double[] momentum, double[] out) {
    for (int i = 0; i < scale.length; i++) {
      out[i] = scale[i] * momentum[i];
    }
    stretch(out, 1);
    for (int i = 0; i < scale.length; i++) {
      out[i] *= scale[i];
    }
  }

  @Override
  public void sampleMomentum(HostStream stream, double[] out) {
    for (int i = 0; i < scale.length; i++) {
      out[i] = stream.nextNormal();
    }
    stretch(out, -0.5);
    for (int i = 0; i < scale.length; i++) {
      out[i] /= scale[i];
    }
  }

  /** Multiplies by I + U (Λᵖ - I) Uᵀ, one direction after the other, which are orthogonal. */
  private void stretch(double[] vector, double power) {
    for (int k = 0; k < eigenvalues.length; k++) {
      double[] direction = directions[k];
      double factor = power == 1 ? eigenvalues[k] : Math.pow(eigenvalues[k], power);
      double amount = (factor - 1) * Vectors.dot(direction, vector);
      for (int i = 0; i < vector.length; i++) {
        vector[i] += amount * direction[i];
      }
    }
  }

  @Override
  public Doubles content() {
    int rank = eigenvalues.length;
    int dimension = scale.length;
    double[] content = new double[1 + dimension + rank + rank * dimension];
    content[0] = rank;
    System.arraycopy(scale, 0, content, 1, dimension);
    System.arraycopy(eigenvalues, 0, content, 1 + dimension, rank);
    for (int k = 0; k < rank; k++) {
      int start = 1 + dimension + rank + k * dimension;
      System.arraycopy(directions[k], 0, content, start, dimension);
    }
    return Doubles.of(content);
  }
}
