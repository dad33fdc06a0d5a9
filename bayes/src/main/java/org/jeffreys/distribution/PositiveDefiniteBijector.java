package org.jeffreys.distribution;

import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * From K (K + 1) / 2 real numbers to a positive definite matrix, by its Cholesky factor.
 *
 * <pre>{@code
 * y = L Lᵀ      log |det| = K log 2 + Σ_{i=1}^K (K - i + 2) x_ii, by the lower triangle of y
 * }</pre>
 *
 * @source Stan reference manual, covariance matrices
 */
public record PositiveDefiniteBijector() implements Bijector {
  private static final LowerCholeskyBijector FACTOR = new LowerCholeskyBijector();

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
    int size = LowerCholeskyBijector.triangle(x).size();
    return LowerCholeskyBijector.weighted(x, (i, j) -> i == j ? size - i + 1 : 0)
        .add(size * Math.log(2));
  }

  @Override
  public Shape inverseShape(Shape y) {
    return FACTOR.inverseShape(y);
  }

  @Override
  public Shape forwardShape(Shape x) {
    return FACTOR.forwardShape(x);
  }

  /** Whether matrices are symmetric, with positive eigenvalues. */
  static Tensor contains(Tensor y) {
    Tensor value = Gradients.stop(y).to(DType.FLOAT64);
    Tensor finite = value.abs().max(-1, -2).isFinite();
    // The library refuses to decompose what is not finite.
    Tensor safe = finite.unsqueeze(-1).unsqueeze(-1).where(value, Tensor.zeros(value.dtype()));
    Tensor scale = Linalg.diagonal(safe).abs().max(-1);
    Tensor skew = safe.sub(safe.transpose(-1, -2)).abs().max(-1, -2);
    Tensor symmetric = Events.notNegative(scale.mul(Events.tolerance(y.dtype())).sub(skew));
    return symmetric.and(Linalg.symmetricEigen(safe).values().select(-1, 0).gt(0));
  }
}
