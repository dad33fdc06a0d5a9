package org.jeffreys.distribution;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Tensor;

/**
 * Expectations of vectors and matrices without randomness: sums over a grid of counts, and the
 * trapezoid rule in each t of {@code y = b(sinh(t))}, where b is the bijector of the support.
 */
final class VectorQuadrature {
  private static final int GREATEST_COUNT = 4;

  private VectorQuadrature() {}

  /** E f(x), differentiable in the parameters. @shape [] */
  static Tensor expectation(Distribution distribution, UnaryOperator<Tensor> function) {
    if (distribution.support().isDiscrete()) {
      int length = Math.toIntExact(distribution.eventShape().size(0));
      Tensor values = grid(length, Tensor.range(GREATEST_COUNT + 1).to(DType.FLOAT64));
      return distribution.logProb(values).exp().mul(function.apply(values)).sum();
    }
    Bijector bijector = Check.present(distribution.support().bijector(), "bijector");
    int length = Math.toIntExact(bijector.inverseShape(distribution.eventShape()).numElements());
    int points = length > 2 ? 65 : 241;
    // Beyond, shares of a whole are rounded to 0.
    double end = length > 2 ? 4.5 : distribution.support().eventRank() > 0 ? 5 : 7;
    Tensor t = grid(length, Tensor.linspace(DType.FLOAT64, -end, end, points));
    double step = 2 * end / (points - 1);
    Tensor x = t.exp().sub(t.neg().exp()).mul(0.5);
    Tensor slope = t.exp().add(t.neg().exp()).mul(0.5 * step).log().sum(-1);
    Tensor y = bijector.forward(x);
    Tensor density =
        distribution.logProb(y).add(summed(bijector.logDeterminant(x, y), slope.rank())).add(slope);
    return density.exp().mul(function.apply(y)).sum();
  }

  private static Tensor summed(Tensor logDeterminant, int rank) {
    return Independent.lastSummed(logDeterminant, logDeterminant.rank() - rank);
  }

  /** All vectors of the given numbers. @shape [count^length, length] */
  private static Tensor grid(int length, Tensor numbers) {
    long count = numbers.size(0);
    Tensor[] axes = new Tensor[length];
    long[] all = new long[length];
    Arrays.fill(all, count);
    for (int i = 0; i < length; i++) {
      long[] one = new long[length];
      Arrays.fill(one, 1);
      one[i] = count;
      axes[i] = numbers.reshape(one).expand(all).reshape(-1);
    }
    return Tensor.stack(-1, axes);
  }
}
