package org.jeffreys.distribution;

import org.jeffreys.tensor.Tensor;

/**
 * From real numbers to ascending ones greater than 0: logarithms of steps from 0 on.
 *
 * <pre>{@code
 * y_k = Σ_{j<=k} exp(x_j)      log |det| = Σ_k x_k
 * }</pre>
 *
 * @source Stan reference manual, positive ordered vector
 */
public record PositiveOrderedBijector() implements Bijector {
  @Override
  public int eventRank() {
    return 1;
  }

  @Override
  public Tensor forward(Tensor x) {
    return OrderedBijector.step(x).cumSum(-1);
  }

  @Override
  public Tensor inverse(Tensor y) {
    Tensor first = y.narrow(-1, 0, 1);
    return Tensor.cat(-1, first, OrderedBijector.steps(y)).log();
  }

  @Override
  public Tensor logDeterminant(Tensor x, Tensor y) {
    return x.sum(-1);
  }

  /** Whether the first number is positive and none is less than the one before. */
  static Tensor contains(Tensor y) {
    return OrderedBijector.contains(y).and(y.select(-1, 0).gt(0));
  }
}
