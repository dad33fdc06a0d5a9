package org.jeffreys.distribution;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;

/**
 * The inverse autoregressive flow: {@link AutoregressiveBijector} over a masked network with one
 * hidden layer. Vectors are mapped at once, while the inverse goes element by element.
 *
 * @param size n, the length of vectors, at least 1
 * @param hidden the width of the hidden layer, at least 1
 * @source Kingma et al. (2016), arXiv 1606.04934
 */
public record InverseAutoregressiveFlow(int size, int hidden) implements Flow {
  private static final double LAST_WEIGHTS = 0.01;

  /** Checks the sizes. */
  public InverseAutoregressiveFlow {
    Check.atLeast(size, 1, "size");
    Check.atLeast(hidden, 1, "hidden");
  }

  @Override
  public int parameterCount() {
    return (size + 1) * hidden + (hidden + 1) * 2 * size;
  }

  @Override
  public Tensor initial(DType dtype, Rng rng) {
    Tensor first = rng.normal(dtype, (long) size * hidden).mul(Math.sqrt(1.0 / size));
    Tensor last = rng.normal(dtype, 2L * hidden * size).mul(LAST_WEIGHTS);
    Tensor none = Tensor.zeros(dtype, hidden);
    return Tensor.cat(0, first, none, last, Tensor.zeros(dtype, 2L * size));
  }

  @Override
  public AutoregressiveBijector bijector(Tensor parameters) {
    ParameterSlices slices = new ParameterSlices(parameters, parameterCount());
    return new AutoregressiveBijector(
        slices.next(size, hidden),
        slices.next(hidden),
        slices.next(hidden, 2L * size),
        slices.next(2L * size));
  }
}
