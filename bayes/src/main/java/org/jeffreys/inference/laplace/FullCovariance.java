package org.jeffreys.inference.laplace;

import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.inference.PosteriorState;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * A covariance by the lower Cholesky factor L of its inverse: the root of Σ is L⁻ᵀ.
 *
 * @param factor L, @shape [dimension, dimension]
 */
record FullCovariance(Tensor factor) implements Covariance {
  private static final String FACTOR = "factor";

  /** The covariance of a state. */
  static FullCovariance of(PosteriorState state, long dimension) {
    Tensor factor = LaplaceState.finite(state, FACTOR, dimension, dimension);
    try (Scope scope = Scope.open()) {
      Check.require(
          Linalg.diagonal(factor).gt(0).all(), FACTOR, "a diagonal greater than 0", "another");
    }
    return new FullCovariance(factor);
  }

  @Override
  public int rank() {
    return Math.toIntExact(factor.size(0));
  }

  @Override
  public Tensor whiten(Tensor rows) {
    return Linalg.solveTriangular(factor, rows.transpose(0, 1), false).transpose(0, 1);
  }

  @Override
  public Tensor colour(Tensor noise) {
    return Linalg.solveTriangular(factor.transpose(0, 1), noise.transpose(0, 1), true)
        .transpose(0, 1)
        .contiguous();
  }

  @Override
  public Tensor variances() {
    Tensor identity = Tensor.eye(DType.FLOAT64, factor.size(0));
    return Linalg.solveTriangular(factor, identity, false).square().sum(0);
  }

  @Override
  public double logDeterminantOfPrecision() {
    return Linalg.logDeterminantOfFactor(factor).item();
  }

  @Override
  public Map<String, Tensor> tensors() {
    return Map.of(FACTOR, factor);
  }

  @Override
  public FullCovariance kept() {
    return new FullCovariance(Covariance.kept(factor));
  }

  @Override
  public void close() {
    factor.close();
  }
}
