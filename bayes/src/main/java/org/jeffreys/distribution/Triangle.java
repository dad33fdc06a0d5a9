package org.jeffreys.distribution;

import java.util.function.IntBinaryOperator;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * The lower triangle of a square matrix as a vector, row by row.
 *
 * @param size the order of the matrix
 * @param withDiagonal whether the diagonal belongs to it
 */
record Triangle(int size, boolean withDiagonal) {
  /** The triangle of so many elements. */
  static Triangle ofCount(long count, boolean withDiagonal) {
    int order = (int) Math.round((Math.sqrt(8.0 * count + 1) + (withDiagonal ? -1 : 1)) / 2);
    Triangle triangle = new Triangle(order, withDiagonal);
    Check.require(triangle.count() == count, "x", "a triangle's number of elements", count);
    return triangle;
  }

  /** The number of elements. */
  int count() {
    return withDiagonal ? size * (size + 1) / 2 : size * (size - 1) / 2;
  }

  private int rowEnd(int row) {
    return withDiagonal ? row + 1 : row;
  }

  /** The matrix, zero elsewhere. @shape vector [batch…, count]; result [batch…, size, size] */
  Tensor matrix(Tensor vector) {
    int count = count();
    long[] places = new long[size * size];
    java.util.Arrays.fill(places, count);
    int next = 0;
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < rowEnd(row); column++) {
        places[row * size + column] = next++;
      }
    }
    Shape batch = Events.batch(vector, 1);
    Tensor zero = Tensor.zeros(vector.dtype(), Events.append(batch, 1));
    return Tensor.cat(-1, vector, zero)
        .indexSelect(-1, Tensor.of(places, places.length))
        .reshape(Events.append(batch, size, size));
  }

  /** The elements. @shape matrix [batch…, size, size]; result [batch…, count] */
  Tensor vector(Tensor matrix) {
    long[] places = new long[count()];
    int next = 0;
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < rowEnd(row); column++) {
        places[next++] = (long) row * size + column;
      }
    }
    Shape batch = Events.batch(matrix, 2);
    return matrix
        .reshape(Events.append(batch, (long) size * size))
        .indexSelect(-1, Tensor.of(places, places.length));
  }

  /** A whole number of row and column for each element, counted from 0. @shape [count] */
  Tensor numbers(DType dtype, IntBinaryOperator ofRowAndColumn) {
    double[] numbers = new double[count()];
    int next = 0;
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < rowEnd(row); column++) {
        numbers[next++] = ofRowAndColumn.applyAsInt(row, column);
      }
    }
    return Tensor.of(dtype, numbers, numbers.length);
  }
}
