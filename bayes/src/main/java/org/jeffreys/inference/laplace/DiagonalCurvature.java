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
    return new DiagonalCovariance(Special.reciprocalSqrt(diagonal.mul(factor).add(precision)));
  }

  @Override
  public boolean isUncertain(int index) {
    return true;
  }

  @Override
  public void close() {
    diagonal.close();
  }
}
