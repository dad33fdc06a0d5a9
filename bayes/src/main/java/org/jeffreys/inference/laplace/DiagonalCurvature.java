package org.jeffreys.inference.laplace;

import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * The diagonal of the curvature: variances are 1 / (h + p), and parameters are independent.
 *
 * @param diagonal @shape [dimension]
 */
record DiagonalCurvature(Tensor diagonal) implements Curvature {
  @Override
  public Covariance covariance(double factor, Tensor precision) {
    Tensor all = diagonal.mul(factor).add(precision);
    return new Diagonal(Special.reciprocalSqrt(all), all.log().sum().item());
  }

  @Override
  public boolean isUncertain(int index) {
    return true;
  }

  @Override
  public void close() {
    diagonal.close();
  }

  private record Diagonal(Tensor scale, double logDeterminantOfPrecision) implements Covariance {
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
    public Covariance released() {
      Covariance.release(scale);
      return this;
    }

    @Override
    public void close() {
      scale.close();
    }
  }
}
