package org.jeffreys.distribution;

import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * From K (K + 1) / 2 real numbers, row by row, to a lower triangular matrix whose diagonal is
 * positive.
 *
 * <pre>{@code
 * y_ij = x_ij for i > j      y_ii = exp(x_ii)      log |det| = Σ_i x_ii
 * }</pre>
 *
 * @source Stan reference manual, Cholesky factors of covariance matrices
 */
public record LowerCholeskyBijector() implements Bijector {
  @Override
  public int eventRank() {
    return 2;
  }

  @Override
  public int inverseEventRank() {
    return 1;
  }

  @Override
  public Tensor forward(Tensor x) {
    Triangle triangle = triangle(x);
    Tensor onDiagonal = triangle.numbers(x.dtype(), (i, j) -> i == j ? 1 : 0);
    Tensor logs = x.mul(onDiagonal);
    return triangle.matrix(x.sub(logs).add(Domain.positiveExp(logs).mul(onDiagonal)));
  }

  @Override
  public Tensor inverse(Tensor y) {
    Tensor diagonal = Linalg.diagonal(y);
    Tensor logs = Linalg.diagonalMatrix(diagonal.log().sub(diagonal));
    return new Triangle(Math.toIntExact(y.size(-1)), true).vector(y.add(logs));
  }

  @Override
  public Tensor logDeterminant(Tensor x, Tensor y) {
    return weighted(x, (i, j) -> i == j ? 1 : 0);
  }

  /** A sum of x, each times a number of its row and column. */
  static Tensor weighted(Tensor x, java.util.function.IntBinaryOperator weight) {
    return x.mul(triangle(x).numbers(x.dtype(), weight)).sum(-1);
  }

  static Triangle triangle(Tensor x) {
    return Triangle.ofCount(x.size(-1), true);
  }

  @Override
  public Shape inverseShape(Shape y) {
    Triangle triangle = new Triangle(Events.order("factor", y), true);
    return Shape.of(Events.append(Events.batch(y.toArray(), 2), triangle.count()));
  }

  @Override
  public Shape forwardShape(Shape x) {
    int size = Triangle.ofCount(Events.last("x", x), true).size();
    return Shape.of(Events.append(Events.batch(x.toArray(), 1), size, size));
  }

  /** Whether matrices are finite, zero above the diagonal and positive on it. */
  static Tensor contains(Tensor y) {
    Tensor value = Gradients.stop(y);
    Tensor above = value.sub(Linalg.lowerTriangle(value)).abs().sum(-1, -2);
    Tensor positive = Linalg.diagonal(value).min(-1).gt(0);
    return Events.isZero(above).and(positive).and(value.abs().max(-1, -2).isFinite());
  }
}
