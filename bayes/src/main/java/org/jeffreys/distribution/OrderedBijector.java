package org.jeffreys.distribution;

import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Tensor;

/**
 * From real numbers to ascending ones: the first is kept, the others are logarithms of steps.
 *
 * <pre>{@code
 * y_1 = x_1      y_k = y_{k-1} + exp(x_k)      log |det| = Σ_{k>1} x_k
 * }</pre>
 *
 * @source Stan reference manual, ordered vector
 */
public record OrderedBijector() implements Bijector {
  @Override
  public int eventRank() {
    return 1;
  }

  @Override
  public Tensor forward(Tensor x) {
    long steps = x.size(-1) - 1;
    return Tensor.cat(-1, x.narrow(-1, 0, 1), step(x.narrow(-1, 1, steps))).cumSum(-1);
  }

  @Override
  public Tensor inverse(Tensor y) {
    return Tensor.cat(-1, y.narrow(-1, 0, 1), steps(y).log());
  }

  @Override
  public Tensor logDeterminant(Tensor x, Tensor y) {
    return x.narrow(-1, 1, x.size(-1) - 1).sum(-1);
  }

  /** e^x, so bounded that sums of it are finite. */
  static Tensor step(Tensor x) {
    return Domain.positiveExp(x.clampMax(x.dtype() == DType.FLOAT32 ? 80 : 700));
  }

  /** The differences of neighbours. */
  static Tensor steps(Tensor y) {
    long steps = y.size(-1) - 1;
    return y.narrow(-1, 1, steps).sub(y.narrow(-1, 0, steps));
  }

  /** Whether no number is less than the one before; equal ones are steps lost to rounding. */
  static Tensor contains(Tensor y) {
    Tensor value = Gradients.stop(y);
    Tensor finite = value.abs().max(-1).isFinite();
    return value.size(-1) == 1 ? finite : finite.and(Events.notNegative(steps(value).min(-1)));
  }
}
