package org.jeffreys.distribution;

import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * From K (K - 1) / 2 real numbers to a correlation matrix, by its Cholesky factor L.
 *
 * <pre>{@code
 * y = L Lᵀ      log |det| = Σ_{i>j} (K - j + 1) log sech(x_ij), columns j counted from 1
 * }</pre>
 *
 * @source Lewandowski, Kurowicka and Joe (2009), J. Multivariate Analysis 100
 */
public record CorrelationBijector() implements Bijector {
  private static final CorrelationCholeskyBijector FACTOR = new CorrelationCholeskyBijector();

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
    Tensor factor = FACTOR.forward(x);
    return factor.matmul(factor.transpose(-1, -2));
  }

  @Override
  public Tensor inverse(Tensor y) {
    return FACTOR.inverse(Linalg.cholesky(y));
  }

  @Override
  public Tensor logDeterminant(Tensor x, Tensor y) {
    int size = Math.toIntExact(y.size(-1));
    return CorrelationCholeskyBijector.logDeterminant(x, (i, j) -> size - j);
  }

  @Override
  public Shape inverseShape(Shape y) {
    return FACTOR.inverseShape(y);
  }

  @Override
  public Shape forwardShape(Shape x) {
    return FACTOR.forwardShape(x);
  }

  /** Whether matrices are positive definite with a diagonal of ones. */
  static Tensor contains(Tensor y) {
    Tensor ones = Linalg.diagonal(Gradients.stop(y)).sub(1).abs().max(-1);
    return PositiveDefiniteBijector.contains(y).and(Events.isSmall(ones));
  }
}
