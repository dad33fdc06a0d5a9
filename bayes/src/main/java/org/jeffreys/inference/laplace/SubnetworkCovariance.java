package org.jeffreys.inference.laplace;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.inference.PosteriorState;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * A covariance of some parameters, 0 elsewhere.
 *
 * @param indices of the uncertain parameters, ascending
 * @param places for each parameter its place among the uncertain ones, or their number for none
 * @param some the covariance of the uncertain ones
 */
record SubnetworkCovariance(Tensor indices, Tensor places, FullCovariance some)
    implements Covariance {
  private static final String INDICES = "indices";

  /** The covariance of a state; its places no scope frees. */
  static SubnetworkCovariance of(PosteriorState state, long dimension) {
    Tensor indices = state.tensor(INDICES, DType.INT64, -1);
    long[] values = indices.toLongs();
    for (int i = 0; i < values.length; i++) {
      boolean fits = values[i] > (i == 0 ? -1 : values[i - 1]) && values[i] < dimension;
      Check.require(fits, INDICES, "ascending numbers below " + dimension, values[i]);
    }
    FullCovariance some = FullCovariance.of(state, values.length);
    return new SubnetworkCovariance(indices, Scope.release(places(values, dimension)), some);
  }

  /** The places of ascending indices. @shape [dimension] */
  static Tensor places(long[] indices, long dimension) {
    long[] all = new long[Math.toIntExact(dimension)];
    Arrays.fill(all, indices.length);
    for (int i = 0; i < indices.length; i++) {
      all[(int) indices[i]] = i;
    }
    return Tensor.of(all, dimension);
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
  public Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new HashMap<>(some.tensors());
    tensors.put(INDICES, indices);
    return tensors;
  }

  @Override
  public SubnetworkCovariance kept() {
    return new SubnetworkCovariance(Covariance.kept(indices), Covariance.kept(places), some.kept());
  }

  @Override
  public void close() {
    indices.close();
    places.close();
    some.close();
  }
}
