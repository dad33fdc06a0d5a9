package org.jeffreys.distribution;

import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * From all real numbers to those between two ends.
 *
 * <pre>{@code
 * y = low + (high - low) σ(x)      log |dy/dx| = log(high - low) + log σ(x) + log σ(-x)
 * }</pre>
 *
 * @param high greater than {@code low}
 */
public record IntervalBijector(Tensor low, Tensor high) implements Bijector {
  @Override
  public int eventRank() {
    return 0;
  }

  @Override
  public Tensor forward(Tensor x) {
    return low.addProduct(high.sub(low), x.sigmoid()).minimum(high);
  }

  @Override
  public Tensor inverse(Tensor y) {
    return y.sub(low).log().sub(high.sub(y).log());
  }

  @Override
  public Tensor logDeterminant(Tensor x, Tensor y) {
    return high.sub(low).log().sub(x).add(Special.logSigmoid(x), 2);
  }
}
