package org.jeffreys.distribution;

import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * A mixture of different distributions, whose index is summed out.
 *
 * <pre>{@code
 * log p(x) = log Σ_k probs_k p_k(x)      probs = softmax(logits)
 * }</pre>
 *
 * @param logits of the components, up to a constant, @shape [batch…, components]
 * @param components of values of one shape in one support
 */
public record MixtureOf(Tensor logits, List<Distribution> components) implements Distribution {
  /** Checks number, shapes and supports. */
  public MixtureOf {
    components = List.copyOf(components);
    int count = Events.last("logits", Shape.of(logits.shape()));
    Check.require(
        components.size() == count && count > 0,
        "components",
        "as many as logits, " + count,
        components.size());
    List<Shape> events = components.stream().map(Distribution::eventShape).distinct().toList();
    Check.require(events.size() == 1, "components", "events of one shape", events);
    List<String> supports =
        components.stream().map(each -> each.support().text()).distinct().toList();
    Check.require(supports.size() == 1, "components", "one support", supports);
  }

  @Override
  public Shape batchShape() {
    Shape batch = Events.batch(logits, 1);
    for (Distribution component : components) {
      batch = Events.broadcast(batch, component.batchShape());
    }
    return batch;
  }

  @Override
  public Shape eventShape() {
    return components.get(0).eventShape();
  }

  @Override
  public Support support() {
    return components.get(0).support();
  }

  @Override
  public Tensor logProb(Tensor value) {
    return mixed(components.stream().map(each -> each.logProb(value)).toArray(Tensor[]::new));
  }

  @Override
  public Tensor logProbInside(Tensor value) {
    return mixed(components.stream().map(each -> each.logProbInside(value)).toArray(Tensor[]::new));
  }

  private Tensor mixed(Tensor... logs) {
    long[] shape = Parameters.broadcast(logs).toArray();
    for (int i = 0; i < logs.length; i++) {
      logs[i] = logs[i].expand(shape);
    }
    return Events.logSum(Tensor.stack(-1, logs).add(logits.logSoftmax(-1)), -1);
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    Tensor index = Choice.index(rng, Gradients.stop(logits).softmax(-1), shape);
    Tensor[] each =
        components.stream()
            .map(component -> Gradients.stop(component.sample(rng, shape)))
            .toArray(Tensor[]::new);
    return Events.pick(Tensor.stack(shape.rank(), each), index, eventShape().rank());
  }

  @Override
  public boolean isReparameterised() {
    return false;
  }

  @Override
  public void check() {
    Events.checkLogits("logits", logits);
    components.forEach(Distribution::check);
  }
}
