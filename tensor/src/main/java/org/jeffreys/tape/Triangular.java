package org.jeffreys.tape;

/** Systems of equations with a triangular matrix. */
final class Triangular {
  private Triangular() {}

  /**
   * Solves {@code T x = right}, or with the transpose of T, in place.
   *
   * @param matrix T begins at {@code at}
   * @param isLower whether T is lower triangular; what is on the other side is not read
   * @param isTransposed whether its transpose is meant
   * @param right @shape [size, columns]
   */
  static void solve(
      double[] matrix,
      int at,
      int size,
      boolean isLower,
      boolean isTransposed,
      double[] right,
      int columns) {
    boolean isForward = isLower != isTransposed;
    for (int step = 0; step < size; step++) {
      int i = isForward ? step : size - 1 - step;
      for (int before = 0; before < step; before++) {
        int k = isForward ? before : size - 1 - before;
        double factor = matrix[isTransposed ? at + k * size + i : at + i * size + k];
        for (int c = 0; c < columns; c++) {
          right[i * columns + c] -= factor * right[k * columns + c];
        }
      }
      double pivot = matrix[at + i * size + i];
      for (int c = 0; c < columns; c++) {
        right[i * columns + c] /= pivot;
      }
    }
  }
}
