package org.jeffreys.distribution;

import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * From K (K - 1) / 2 real numbers, row by row, to the Cholesky factor of a correlation matrix, by
 * canonical partial correlations.
 *
 * <pre>{@code
 * z = tanh(x)      y_ij = z_ij Π_{k<j} √(1 - z_ik²), with z_ii = 1
 * log |det| = Σ_{i>j} (i - j + 1) log sech(x_ij), by the elements below the diagonal
 * }</pre>
 *
 * @source Lewandowski, Kurowicka and Joe (2009), J. Multivariate Analysis 100; Stan reference
 *     manual, Cholesky factors of correlation matrices
 */
public record CorrelationCholeskyBijector() implements Bijector {
  private static final double LOG_TWO = Math.log(2);

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
    Tensor matrix = triangle(x).matrix(x);
    return factor(matrix, logTwoCosh(withoutLast(matrix)));
  }

  @Override
  public Pushed pushed(Tensor x) {
    Triangle triangle = triangle(x);
    Tensor matrix = triangle.matrix(x);
    Tensor logs = logTwoCosh(withoutLast(matrix));
    Tensor weights = withoutLast(triangle.matrix(weights(triangle, x)));
    Tensor constant = weights.sum().mul(LOG_TWO);
    return new Pushed(factor(matrix, logs), constant.sub(logs.mul(weights).sum(-1, -2)));
  }

  private static Triangle triangle(Tensor x) {
    return Triangle.ofCount(x.size(-1), false);
  }

  private static Tensor withoutLast(Tensor matrix) {
    return matrix.narrow(-1, 0, matrix.size(-1) - 1);
  }

  private static Tensor factor(Tensor matrix, Tensor logs) {
    long size = matrix.size(-1);
    Tensor first = Tensor.zeros(logs.dtype(), Events.append(Events.batch(logs, 1), 1));
    Tensor halves = Tensor.range(size).to(logs.dtype()).mul(LOG_TWO);
    Tensor before = Domain.positiveExp(halves.sub(Tensor.cat(-1, first, logs).cumSum(-1)));
    return matrix.tanh().add(Tensor.eye(logs.dtype(), size)).mul(before);
  }

  private static Tensor weights(Triangle triangle, Tensor x) {
    return triangle.numbers(x.dtype(), (i, j) -> i - j + 1);
  }

  @Override
  public Tensor inverse(Tensor y) {
    int size = Math.toIntExact(y.size(-1));
    Triangle triangle = new Triangle(size, false);
    Tensor behind = triangle.matrix(Tensor.ones(y.dtype(), triangle.count()));
    // Sums of what comes behind, not 1 less what comes before: exact for correlations close to 1.
    Tensor rest = triangle.vector(y.square().matmul(behind)).sqrt();
    return asinh(triangle.vector(y).div(rest));
  }

  @Override
  public Tensor logDeterminant(Tensor x, Tensor y) {
    return logDeterminant(x, (i, j) -> i - j + 1);
  }

  static Tensor logDeterminant(Tensor x, java.util.function.IntBinaryOperator weight) {
    Tensor weights = triangle(x).numbers(x.dtype(), weight);
    return weights.sum().mul(LOG_TWO).sub(logTwoCosh(x).mul(weights).sum(-1));
  }

  /** {@code log(2 cosh x)}, exact for large |x|. */
  private static Tensor logTwoCosh(Tensor x) {
    return Special.logAddExp(x, x.neg());
  }

  /** The inverse of the hyperbolic sine, exact near 0 and for large |x|. */
  private static Tensor asinh(Tensor x) {
    Tensor size = x.abs();
    Tensor root = x.square().add(1).sqrt();
    return Special.log1p(size.add(x.square().div(root.add(1)))).mul(Special.sign(x));
  }

  @Override
  public Shape inverseShape(Shape y) {
    Triangle triangle = new Triangle(Events.order("correlation", y), false);
    return Shape.of(Events.append(Events.batch(y.toArray(), 2), triangle.count()));
  }

  @Override
  public Shape forwardShape(Shape x) {
    int size = Triangle.ofCount(Events.last("x", x), false).size();
    return Shape.of(Events.append(Events.batch(x.toArray(), 1), size, size));
  }

  /** Whether matrices are lower triangular, with a positive diagonal and rows of length 1. */
  static Tensor contains(Tensor y) {
    Tensor value = Gradients.stop(y);
    // Rows of length 1 are finite.
    Tensor norms = value.square().sum(-1).sub(1).abs().max(-1);
    Tensor unit = norms.lt(Events.tolerance(y.dtype()));
    Tensor above = value.sub(Linalg.lowerTriangle(value)).abs().max(-1, -2);
    Tensor positive = Linalg.diagonal(value).min(-1).gt(0);
    return unit.and(Events.isZero(above)).and(positive);
  }
}
