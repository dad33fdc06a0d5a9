package org.jeffreys.inference.laplace;

import java.util.Arrays;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * The whole matrix of the curvature at some parameters; the others stay where they are.
 *
 * @source Daxberger et al. (2021), Bayesian deep learning via subnetwork inference, ICML
 */
final class SubnetworkCurvature implements Curvature {
  private final Tensor indices;
  private final FullCurvature full;
  private final boolean[] isUncertain;

  /** For each parameter its place among the uncertain ones, or their number for none. */
  private final Tensor places;

  /**
   * A curvature.
   *
   * @param indices of the uncertain parameters, ascending
   * @param matrix of them, closed with this
   * @param dimension the number of all parameters
   */
  SubnetworkCurvature(long[] indices, Tensor matrix, int dimension) {
    this.indices = Scope.release(Tensor.of(indices, indices.length));
    this.full = new FullCurvature(matrix);
    this.isUncertain = new boolean[dimension];
    long[] all = new long[dimension];
    Arrays.fill(all, indices.length);
    for (int i = 0; i < indices.length; i++) {
      all[(int) indices[i]] = i;
      isUncertain[(int) indices[i]] = true;
    }
    this.places = Scope.release(Tensor.of(all, dimension));
  }

  @Override
  public Covariance covariance(double factor, Tensor precision) {
    return new Padded(full.covariance(factor, precision.indexSelect(0, indices)));
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

  /** A covariance of the uncertain parameters, 0 elsewhere; it goes by the curvature's indices. */
  private final class Padded implements Covariance {
    private final Covariance some;

    Padded(Covariance some) {
      this.some = some;
    }

    @Override
    public int rank() {
      return some.rank();
    }

    @Override
    public Tensor whiten(Tensor rows) {
      return some.whiten(rows.indexSelect(1, indices));
    }

    @Override
    public Tensor colour(Tensor noise) {
      return padded(some.colour(noise));
    }

    @Override
    public Tensor variances() {
      return padded(some.variances().unsqueeze(0)).select(0, 0);
    }

    private Tensor padded(Tensor rows) {
      Tensor zero = Tensor.zeros(DType.FLOAT64, rows.size(0), 1);
      return Tensor.cat(1, rows, zero).indexSelect(1, places);
    }

    @Override
    public double logDeterminantOfPrecision() {
      return some.logDeterminantOfPrecision();
    }

    @Override
    public Covariance released() {
      some.released();
      return this;
    }

    @Override
    public void close() {
      some.close();
    }
  }
}
