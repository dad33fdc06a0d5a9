package org.jeffreys.tape;

import java.util.BitSet;

/**
 * The lower Cholesky factor of a symmetric matrix, of which the lower triangle is read; NaN where
 * there is none.
 *
 * <pre>{@code
 * A = L Lᵀ      Ā = (S + Sᵀ) / 2, S = L⁻ᵀ Φ(Lᵀ L̄) L⁻¹      Φ: lower triangle, diagonal halved
 * }</pre>
 *
 * @source Murray (2016), arXiv:1602.07527, eq. 9 and 10
 */
final class CholeskyStep implements Step {
  private final int[] x;
  private final int size;
  private final int out;

  /**
   * @param x the matrix
   * @param size its side
   */
  CholeskyStep(int[] x, int size, int out) {
    this.x = x;
    this.size = size;
    this.out = out;
  }

  @Override
  public void forward(double[] memory) {
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        memory[out + i * size + j] = j <= i ? entry(memory, i, j) : 0;
      }
    }
    if (Double.isNaN(memory[out + size * size - 1])) {
      java.util.Arrays.fill(memory, out, out + size * size, Double.NaN);
    }
  }

  private double entry(double[] memory, int i, int j) {
    double rest = memory[x[i * size + j]];
    for (int k = 0; k < j; k++) {
      rest -= memory[out + i * size + k] * memory[out + j * size + k];
    }
    if (i > j) {
      return rest / memory[out + j * size + j];
    }
    return rest > 0 ? Math.sqrt(rest) : Double.NaN;
  }

  @Override
  public void backward(double[] memory, double[] adjoint) {
    double[] inner = new double[size * size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = 0;
        for (int k = i; k < size; k++) {
          sum += memory[out + k * size + i] * adjoint[out + k * size + j];
        }
        inner[i * size + j] = i == j ? sum / 2 : sum;
      }
    }
    Triangular.solve(memory, out, size, true, true, inner, size);
    double[] turned = transposed(inner);
    Triangular.solve(memory, out, size, true, true, turned, size);
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        double both = turned[i * size + j] + turned[j * size + i];
        adjoint[x[i * size + j]] += both / 2;
        adjoint[out + i * size + j] = 0;
      }
    }
  }

  private double[] transposed(double[] matrix) {
    double[] turned = new double[matrix.length];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        turned[j * size + i] = matrix[i * size + j];
      }
    }
    return turned;
  }

  @Override
  public boolean isNeeded(BitSet needed) {
    return Slots.isMarked(needed, out, size * size);
  }

  @Override
  public void need(BitSet needed) {
    Slots.mark(x, needed);
  }

  @Override
  public long nanos() {
    return 20 + 4L * size * size * size;
  }
}
