package org.jeffreys.inference.laplace;

import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * The whole matrix of the curvature at some parameters; the others stay where they are.
 *
 * @source Daxberger et al. (2021), Bayesian deep learning via subnetwork inference, ICML
 */
final class SubnetworkCurvature implements Curvature {
  private final Tensor indices;
  private final Tensor places;
  private final FullCurvature full;
  private final boolean[] isUncertain;

  /**
   * A curvature.
   *
   * @param indices of the uncertain parameters, ascending
   * @param matrix of them, closed with this
   * @param dimension the number of all parameters
   */
  SubnetworkCurvature(long[] indices, Tensor matrix, int dimension) {
    this.indices = Scope.release(Tensor.of(indices, indices.length));
    this.places = Scope.release(SubnetworkCovariance.places(indices, dimension));
    this.full = new FullCurvature(matrix);
    this.isUncertain = new boolean[dimension];
    for (long index : indices) {
      isUncertain[(int) index] = true;
    }
  }

  @Override
  public Covariance covariance(double factor, Tensor precision) {
    return new SubnetworkCovariance(
        indices, places, full.covariance(factor, precision.indexSelect(0, indices)));
  }

  @Override
  public boolean isUncertain(int index) {
    return isUncertain[index];
  }

  @Override
  public void close() {
    indices.close();
    places.close();
    full.close();
  }
}
