package org.jeffreys.nn;

import java.util.List;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Tensor;

/** Reverse mode of one layer by autograd, for layers without rules of their own. */
final class AutogradRule {
  private AutogradRule() {}

  static Tensor backward(Layer layer, Visit visit, Tensor delta) {
    Tensor tracked = Gradients.track(visit.input());
    Tensor output = layer.forward(visit.parameters(), tracked, visit.pass());
    return Gradients.of(output.mul(delta).sum(), tracked).get(0);
  }

  static void gradient(Layer layer, Visit visit, Tensor delta, Parameters gradient) {
    Tensor[] tracked = new Tensor[visit.parameters().size()];
    for (int i = 0; i < tracked.length; i++) {
      tracked[i] = Gradients.track(visit.parameters().get(i));
    }
    Tensor output = layer.forward(visit.parameters().with(tracked), visit.input(), visit.pass());
    List<Tensor> found = Gradients.of(output.mul(delta).sum(), tracked);
    for (int i = 0; i < tracked.length; i++) {
      gradient.get(i).copyFrom(found.get(i));
    }
  }
}
