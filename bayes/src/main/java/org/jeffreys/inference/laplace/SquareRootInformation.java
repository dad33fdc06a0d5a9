package org.jeffreys.inference.laplace;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jeffreys.tensor.Tensor;

/**
 * Least squares, a row at a time: the upper triangle R of a precision RᵀR, and right sides z of R w
 * = z. Rows are rotated in, which never subtracts: it stays as exact as a factorisation of all rows
 * at once. Not thread-safe.
 *
 * @source Bierman (1977), Factorization methods for discrete sequential estimation, chapter IV
 */
final class SquareRootInformation {
  private final int size;
  private final int width;

  /** Each row holds the triangle's and then the right sides'. */
  private final double[][] rows;

  private SquareRootInformation(int size, int width, double[][] rows) {
    this.size = size;
    this.width = width;
    this.rows = rows;
  }

  /**
   * A diagonal precision.
   *
   * @param roots of the precisions, greater than 0
   * @param width the number of right sides, which are 0
   */
  static SquareRootInformation ofDiagonal(double[] roots, int width) {
    double[][] rows = new double[roots.length][roots.length + width];
    for (int i = 0; i < roots.length; i++) {
      rows[i][i] = roots[i];
    }
    return new SquareRootInformation(roots.length, width, rows);
  }

  /**
   * What {@link #toTensor} gave.
   *
   * @shape values [size, size + width]
   */
  static SquareRootInformation of(Tensor values) {
    double[] flat = values.toDoubles();
    int size = Math.toIntExact(values.size(0));
    int length = Math.toIntExact(values.size(1));
    double[][] rows = new double[size][];
    Arrays.setAll(rows, i -> Arrays.copyOfRange(flat, i * length, (i + 1) * length));
    return new SquareRootInformation(size, length - size, rows);
  }

  /** All numbers, in the innermost scope. @shape [size, size + width] */
  Tensor toTensor() {
    double[] flat = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    return Tensor.of(flat, size, (long) size + width);
  }

  /** Whether the triangle's diagonal is greater than 0. */
  boolean isPositive() {
    return IntStream.range(0, size).allMatch(i -> rows[i][i] > 0);
  }

  SquareRootInformation copy() {
    double[][] copied = new double[size][];
    Arrays.setAll(copied, i -> rows[i].clone());
    return new SquareRootInformation(size, width, copied);
  }

  int size() {
    return size;
  }

  /** The number of right sides. */
  int width() {
    return width;
  }

  /** Sets right side k so that the solution is w. */
  void solution(int k, double[] w) {
    for (int i = 0; i < size; i++) {
      double sum = 0;
      for (int j = i; j < size; j++) {
        sum += rows[i][j] * w[j];
      }
      rows[i][size + k] = sum;
    }
  }

  /**
   * Adds the equations {@code row w = right}, one a right side.
   *
   * @return what is left of the right sides: the sum of squares of residuals grows by its squares
   */
  double[] add(double[] row, double[] right) {
    double[] rest = Arrays.copyOf(row, size + width);
    System.arraycopy(right, 0, rest, size, width);
    for (int i = 0; i < size; i++) {
      if (rest[i] == 0) {
        continue;
      }
      double[] pivot = rows[i];
      double length = Math.hypot(pivot[i], rest[i]);
      double cos = pivot[i] / length;
      double sin = rest[i] / length;
      for (int j = i; j < rest.length; j++) {
        double before = pivot[j];
        pivot[j] = cos * before + sin * rest[j];
        rest[j] = cos * rest[j] - sin * before;
      }
    }
    return Arrays.copyOfRange(rest, size, size + width);
  }

  /** Multiplies the precision; the solution stays. */
  void scalePrecision(double factor) {
    double root = Math.sqrt(factor);
    for (double[] row : rows) {
      for (int j = 0; j < row.length; j++) {
        row[j] *= root;
      }
    }
  }

  /** The solution w of right side k. */
  double[] solve(int k) {
    double[] right = new double[size];
    Arrays.setAll(right, i -> rows[i][size + k]);
    return back(right);
  }

  /** {@code R⁻¹ right}: for noise, a draw of covariance (RᵀR)⁻¹. */
  double[] back(double[] right) {
    double[] w = right.clone();
    for (int i = size - 1; i >= 0; i--) {
      for (int j = i + 1; j < size; j++) {
        w[i] -= rows[i][j] * w[j];
      }
      w[i] /= rows[i][i];
    }
    return w;
  }

  /** {@code R⁻ᵀ row}, whose square is the variance of row w. */
  double[] whiten(double[] row) {
    double[] v = row.clone();
    for (int i = 0; i < size; i++) {
      v[i] /= rows[i][i];
      for (int j = i + 1; j < size; j++) {
        v[j] -= rows[i][j] * v[i];
      }
    }
    return v;
  }
}
