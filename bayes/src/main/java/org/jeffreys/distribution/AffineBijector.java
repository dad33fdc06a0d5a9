package org.jeffreys.distribution;

import org.jeffreys.tensor.Tensor;

/**
 * {@code y = loc + scale x}, element by element.
 *
 * @param loc added
 * @param scale multiplied by, not 0
 */
public record AffineBijector(Tensor loc, Tensor scale) implements Bijector {
  /** With numbers for parameters, in float64. */
  public static AffineBijector of(double loc, double scale) {
    return new AffineBijector(Parameters.number(loc), Parameters.number(scale));
  }

  @Override
  public int eventRank() {
    return 0;
  }

  @Override
  public Tensor forward(Tensor x) {
    return loc.addProduct(x, scale);
  }

  @Override
  public Tensor inverse(Tensor y) {
    return y.sub(loc).div(scale);
  }

  @Override
  public Tensor logDeterminant(Tensor x, Tensor y) {
    return Tensor.zeros(y.dtype(), y.shape()).add(scale.abs().log());
  }
}
