package org.jeffreys.distribution;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * A distribution some of whose values do not count: their log density is 0, such as that of missing
 * observations, which may be any value of the support.
 *
 * @param each of all values
 * @param mask true for values that count, @shape what broadcasts with the batch
 */
public record Masked(Distribution each, Tensor mask) implements Distribution {
  /** Checks the type. */
  public Masked {
    Check.require(mask.dtype() == DType.BOOL, "mask", "truths", mask, "compare first");
  }

  @Override
  public Shape batchShape() {
    return Events.broadcast(each.batchShape(), Shape.of(mask.shape()));
  }

  @Override
  public Shape eventShape() {
    return each.eventShape();
  }

  @Override
  public Support support() {
    return each.support();
  }

  @Override
  public Tensor logProb(Tensor value) {
    return masked(each.logProb(value));
  }

  @Override
  public Tensor logProbInside(Tensor value) {
    return masked(each.logProbInside(value));
  }

  private Tensor masked(Tensor all) {
    return mask.where(all, Tensor.zeros(all.dtype()));
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    return each.sample(rng, shape);
  }

  @Override
  public boolean isReparameterised() {
    return each.isReparameterised();
  }

  @Override
  public void check() {
    each.check();
  }
}
