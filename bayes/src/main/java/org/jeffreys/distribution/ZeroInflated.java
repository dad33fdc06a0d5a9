package org.jeffreys.distribution;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * Any distribution of counts with more zeros.
 *
 * <pre>{@code
 * p(k) = gate [k = 0] + (1 - gate) counts(k)
 * }</pre>
 *
 * @param gate the probability of an extra zero, in (0, 1)
 * @param counts of numbers, discrete
 */
public record ZeroInflated(Tensor gate, Distribution counts) implements Distribution {
  /** Checks the kind. */
  public ZeroInflated {
    Check.require(
        counts.support().isDiscrete() && counts.eventShape().rank() == 0,
        "counts",
        "a distribution of counts",
        counts.support());
  }

  @Override
  public Shape batchShape() {
    return Events.broadcast(Shape.of(gate.shape()), counts.batchShape());
  }

  @Override
  public Support support() {
    return counts.support();
  }

  @Override
  public Tensor logProb(Tensor value) {
    return ZeroInflation.logProb(gate, counts, value);
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    return ZeroInflation.sample(rng, gate, counts, shape);
  }

  @Override
  public boolean isReparameterised() {
    return false;
  }

  @Override
  public void check() {
    Parameters.openUnit("gate", gate);
    counts.check();
  }
}
