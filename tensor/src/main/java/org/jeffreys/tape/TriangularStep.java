package org.jeffreys.tape;

import java.util.BitSet;

/**
 * The solution X of {@code T X = R} for a triangular T.
 *
 * <pre>{@code
 * R̄ = T⁻ᵀ X̄      T̄ = -R̄ Xᵀ within the triangle
 * }</pre>
 */
final class TriangularStep implements Step {
  private final int t;
  private final int[] right;
  private final int size;
  private final int columns;
  private final boolean isLower;
  private final int out;

  /**
   * @param t of T, whose elements lie side by side
   * @param right of R
   */
  TriangularStep(int t, int[] right, int size, int columns, boolean isLower, int out) {
    this.t = t;
    this.right = right;
    this.size = size;
    this.columns = columns;
    this.isLower = isLower;
    this.out = out;
  }

  @Override
  public void forward(double[] memory) {
    double[] solved = new double[right.length];
    for (int i = 0; i < right.length; i++) {
      solved[i] = memory[right[i]];
    }
    Triangular.solve(memory, t, size, isLower, false, solved, columns);
    System.arraycopy(solved, 0, memory, out, solved.length);
  }

  @Override
  public void backward(double[] memory, double[] adjoint) {
    double[] slopes = java.util.Arrays.copyOfRange(adjoint, out, out + right.length);
    java.util.Arrays.fill(adjoint, out, out + right.length, 0);
    Triangular.solve(memory, t, size, isLower, true, slopes, columns);
    for (int i = 0; i < right.length; i++) {
      adjoint[right[i]] += slopes[i];
    }
    for (int i = 0; i < size; i++) {
      for (int j = isLower ? 0 : i; j < (isLower ? i + 1 : size); j++) {
        double sum = 0;
        for (int c = 0; c < columns; c++) {
          sum += slopes[i * columns + c] * memory[out + j * columns + c];
        }
        adjoint[t + i * size + j] -= sum;
      }
    }
  }

  @Override
  public boolean isNeeded(BitSet needed) {
    return Slots.isMarked(needed, out, right.length);
  }

  @Override
  public void need(BitSet needed) {
    Slots.mark(right, needed);
    needed.set(t, t + size * size);
  }

  @Override
  public long nanos() {
    return 20 + 4L * size * size * columns;
  }
}
