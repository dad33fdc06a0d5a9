package org.jeffreys.distribution;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * From K - 1 real numbers to K shares of a whole: each takes a part of what the former ones left.
 *
 * <pre>{@code
 * z_k = sigmoid(x_k - log(K - k))      y_k = z_k Π_{j<k} (1 - z_j)      x = 0 gives y = 1 / K
 * log |det| = Σ_k log z_k + (K - k) log(1 - z_k), by y without its last share
 * }</pre>
 *
 * @source Stan reference manual, unit simplex
 */
public record StickBreakingBijector() implements Bijector {
  @Override
  public int eventRank() {
    return 1;
  }

  @Override
  public Tensor forward(Tensor x) {
    return pushed(x).value();
  }

  @Override
  public Pushed pushed(Tensor x) {
    Tensor others = others(x.dtype(), x.size(-1));
    Tensor odds = x.sub(others.log());
    Tensor logTaken = Special.logSigmoid(odds);
    // log(1 - z) = log z - odds.
    Tensor logKept = logTaken.sub(odds);
    Tensor none = Tensor.zeros(x.dtype(), Events.append(Events.batch(x, 1), 1));
    Tensor logs = Tensor.cat(-1, logTaken, none).add(Tensor.cat(-1, none, logKept.cumSum(-1)));
    return new Pushed(Domain.positiveExp(logs), logTaken.addProduct(logKept, others).sum(-1));
  }

  @Override
  public Tensor inverse(Tensor y) {
    long size = y.size(-1) - 1;
    Tensor left = Events.reversed(Events.reversed(y).cumSum(-1)).narrow(-1, 1, size);
    return y.narrow(-1, 0, size).log().sub(left.log()).add(others(y.dtype(), size).log());
  }

  @Override
  public Tensor logDeterminant(Tensor x, Tensor y) {
    Tensor others = others(x.dtype(), x.size(-1));
    Tensor odds = x.sub(others.log());
    Tensor logTaken = Special.logSigmoid(odds);
    return logTaken.addProduct(logTaken.sub(odds), others).sum(-1);
  }

  /** K - k. */
  private static Tensor others(DType dtype, long size) {
    double[] counts = new double[Math.toIntExact(size)];
    for (int k = 0; k < counts.length; k++) {
      counts[k] = size - k;
    }
    return Tensor.of(dtype, counts, size);
  }

  @Override
  public Shape inverseShape(Shape y) {
    int size = Events.last("simplex", y);
    Check.require(size > 0, "simplex", "at least one share", y);
    return Shape.of(Events.append(Events.batch(y.toArray(), 1), size - 1));
  }

  @Override
  public Shape forwardShape(Shape x) {
    return Shape.of(Events.append(Events.batch(x.toArray(), 1), Events.last("simplex", x) + 1));
  }

  /** Whether numbers are at least 0 and sum to 1. */
  static Tensor contains(Tensor y) {
    Tensor value = Gradients.stop(y);
    Tensor whole = Events.isSmall(value.sum(-1).sub(1));
    return whole.and(Events.notNegative(value.min(-1)));
  }
}
