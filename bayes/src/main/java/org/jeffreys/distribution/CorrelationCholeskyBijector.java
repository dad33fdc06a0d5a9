package org.jeffreys.distribution;

import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
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
    Triangle triangle = Triangle.ofCount(x.size(-1), false);
    Tensor matrix = triangle.matrix(x);
    long size = triangle.size();
    Tensor first = Tensor.zeros(x.dtype(), Events.append(Events.batch(x, 1), size, 1));
    Tensor others = logSech(matrix.narrow(-1, 0, size - 1));
    Tensor before = Domain.positiveExp(Tensor.cat(-1, first, others).cumSum(-1));
    return matrix.tanh().add(Tensor.eye(x.dtype(), size)).mul(before);
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
    Triangle triangle = Triangle.ofCount(x.size(-1), false);
    return logSech(x).mul(triangle.numbers(x.dtype(), weight)).sum(-1);
  }

  /** {@code log(1 / cosh x)}, exact for large |x|. */
  private static Tensor logSech(Tensor x) {
    return Special.softplus(x.mul(-2)).add(x).neg().add(Math.log(2));
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
    Tensor norms = value.to(DType.FLOAT64).square().sum(-1).to(y.dtype());
    Tensor unit = Events.isSmall(norms.sub(1).abs().max(-1));
    return LowerCholeskyBijector.contains(value).and(unit);
  }
}
