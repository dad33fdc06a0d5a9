package org.jeffreys.distribution;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;

/**
 * The neural spline flow with coupling: {@link SplineCouplingBijector} over a network with one
 * hidden layer. Mapping and inverse are equally fast.
 *
 * @param size n, the length of vectors, at least 2; the first n / 2 elements stay as they are
 * @param hidden the width of the hidden layer, at least 1
 * @param bins of a spline, at least 2
 * @param bound B: elements outside of [-B, B] stay as they are
 * @source Durkan et al. (2019), arXiv 1906.04032
 */
public record SplineCouplingFlow(int size, int hidden, int bins, double bound) implements Flow {
  private static final double LAST_WEIGHTS = 0.01;

  /** Checks the settings. */
  public SplineCouplingFlow {
    Check.atLeast(size, 2, "size");
    Check.atLeast(hidden, 1, "hidden");
    Check.atLeast(bins, 2, "bins");
    Check.positive(bound, "bound");
  }

  /** With 8 bins in [-4, 4], which holds nearly all of a standard normal vector. */
  public SplineCouplingFlow(int size, int hidden) {
    this(size, hidden, 8, 4);
  }

  private int kept() {
    return size / 2;
  }

  private int outputs() {
    return (size - kept()) * RationalQuadraticSpline.numbers(bins);
  }

  @Override
  public int parameterCount() {
    return (kept() + 1) * hidden + (hidden + 1) * outputs();
  }

  @Override
  public Tensor initial(DType dtype, Rng rng) {
    Tensor first = rng.normal(dtype, (long) kept() * hidden).mul(Math.sqrt(1.0 / kept()));
    Tensor last = rng.normal(dtype, (long) hidden * outputs()).mul(LAST_WEIGHTS);
    Tensor none = Tensor.zeros(dtype, hidden);
    return Tensor.cat(0, first, none, last, Tensor.zeros(dtype, outputs()));
  }

  @Override
  public SplineCouplingBijector bijector(Tensor parameters) {
    ParameterSlices slices = new ParameterSlices(parameters, parameterCount());
    return new SplineCouplingBijector(
        slices.next(kept(), hidden),
        slices.next(hidden),
        slices.next(hidden, outputs()),
        slices.next(outputs()),
        bound);
  }
}
