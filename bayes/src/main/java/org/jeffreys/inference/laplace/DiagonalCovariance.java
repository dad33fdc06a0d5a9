package org.jeffreys.inference.laplace;

import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.inference.PosteriorState;
import org.jeffreys.tensor.Tensor;

/**
 * The covariance of independent parameters.
 *
 * @param scale their standard deviations, @shape [dimension]
 */
record DiagonalCovariance(Tensor scale) implements Covariance {
  private static final String SCALE = "scale";

  /** The covariance of a state. */
  static DiagonalCovariance of(PosteriorState state, long dimension) {
    Tensor scale = LaplaceState.finite(state, SCALE, dimension);
    Check.require(scale.gt(0).all(), SCALE, "values greater than 0", "others");
    return new DiagonalCovariance(scale);
  }

  @Override
  public int rank() {
    return Math.toIntExact(scale.size(0));
  }

  @Override
  public Tensor whiten(Tensor rows) {
    return rows.mul(scale);
  }

  @Override
  public Tensor colour(Tensor noise) {
    return noise.mul(scale);
  }

  @Override
  public Tensor variances() {
    return scale.square();
  }

  @Override
  public double logDeterminantOfPrecision() {
    return -2 * scale.log().sum().item();
  }

  @Override
  public Map<String, Tensor> tensors() {
    return Map.of(SCALE, scale);
  }

  @Override
  public DiagonalCovariance kept() {
    return new DiagonalCovariance(Covariance.kept(scale));
  }

  @Override
  public void close() {
    scale.close();
  }
}
