package org.jeffreys.nn;

import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Tensor;

/** Reverse mode of one layer by autograd, for layers without rules of their own. */
final class AutogradRule {
  private AutogradRule() {}

  static Tensor backward(Layer layer, Parameters parameters, Tensor input, Tensor delta) {
    Tensor tracked = Gradients.track(input);
    Tensor product = layer.forward(parameters, tracked).mul(delta).sum();
    return Gradients.of(product, tracked).get(0);
  }

  static void gradient(
      Layer layer, Parameters parameters, Tensor input, Tensor delta, Parameters gradient) {
    Tensor[] tracked = new Tensor[parameters.size()];
    for (int i = 0; i < tracked.length; i++) {
      tracked[i] = Gradients.track(parameters.get(i));
    }
    Tensor product = layer.forward(parameters.with(tracked), input).mul(delta).sum();
    java.util.List<Tensor> found = Gradients.of(product, tracked);
    for (int i = 0; i < tracked.length; i++) {
      gradient.get(i).copyFrom(found.get(i));
    }
  }
}
