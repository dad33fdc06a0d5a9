package org.jeffreys.distribution;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;

/**
 * The planar flow: {@link PlanarBijector} with the parameters w, u and b.
 *
 * @param size the length of vectors, at least 1
 * @source Rezende and Mohamed (2015), arXiv 1505.05770, section 4.1
 */
public record PlanarFlow(int size) implements Flow {
  private static final double FIRST_WEIGHTS = 0.1;

  /** Checks the length. */
  public PlanarFlow {
    Check.atLeast(size, 1, "size");
  }

  @Override
  public int parameterCount() {
    return 2 * size + 1;
  }

  @Override
  public Tensor initial(DType dtype, Rng rng) {
    Tensor weights = rng.normal(dtype, 2L * size).mul(FIRST_WEIGHTS);
    return Tensor.cat(0, weights, Tensor.zeros(dtype, 1));
  }

  @Override
  public PlanarBijector bijector(Tensor parameters) {
    ParameterSlices slices = new ParameterSlices(parameters, parameterCount());
    return new PlanarBijector(slices.next(size), slices.next(size), slices.next());
  }
}
