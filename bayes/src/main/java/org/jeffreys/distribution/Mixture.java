package org.jeffreys.distribution;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * A mixture of distributions of one family, whose index is summed out.
 *
 * <pre>{@code
 * log p(x) = log Σ_k probs_k p_k(x)      probs = softmax(logits)
 * }</pre>
 *
 * @param logits of the components, up to a constant, @shape [batch…, components]
 * @param components the last axis of whose batch is that of the components
 */
public record Mixture(Tensor logits, Distribution components) implements Distribution {
  /** Checks the number of components. */
  public Mixture {
    int count = Events.last("logits", Shape.of(logits.shape()));
    Shape batch = components.batchShape();
    Check.require(
        batch.rank() > 0 && batch.size(-1) == count,
        "components",
        "a batch [..., " + count + "], as many as logits",
        batch);
  }

  @Override
  public Shape batchShape() {
    return Events.broadcast(
        Events.batch(logits, 1), Events.batch(components.batchShape().toArray(), 1));
  }

  @Override
  public Shape eventShape() {
    return components.eventShape();
  }

  @Override
  public Support support() {
    return components.support();
  }

  @Override
  public Tensor logProb(Tensor value) {
    return mixed(components.logProb(perComponent(value)));
  }

  @Override
  public Tensor logProbInside(Tensor value) {
    return mixed(components.logProbInside(perComponent(value)));
  }

  private Tensor perComponent(Tensor value) {
    return value.unsqueeze(-1 - eventShape().rank());
  }

  private Tensor mixed(Tensor logs) {
    return Events.logSum(logs.add(logits.logSoftmax(-1)), -1);
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    Tensor index = Choice.index(rng, Gradients.stop(logits).softmax(-1), shape);
    Shape all = Shape.of(Events.append(shape, logits.size(-1)));
    Tensor each = Gradients.stop(components.sample(rng, all));
    return Events.pick(each, index, eventShape().rank());
  }

  @Override
  public boolean isReparameterised() {
    return false;
  }

  @Override
  public void check() {
    Events.checkLogits("logits", logits);
    components.check();
  }
}
