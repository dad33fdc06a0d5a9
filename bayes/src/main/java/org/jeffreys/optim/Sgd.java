package org.jeffreys.optim;

import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.Tensor;

/**
 * Gradient descent with momentum.
 *
 * <pre>{@code
 * v' = momentum v + g      θ' = θ - learningRate v'
 * }</pre>
 *
 * @param momentum in [0, 1); 0 is plain gradient descent
 * @source Polyak (1964), USSR Comput. Math. 4(5), in the form of PyTorch
 */
public record Sgd(double momentum) implements Optimizer {
  /** Checks the momentum. */
  public Sgd {
    Check.require(momentum >= 0 && momentum < 1, "momentum", "a value in [0, 1)", momentum);
  }

  @Override
  public Map<String, Tensor> init(Tensor position) {
    return momentum == 0
        ? Map.of()
        : Map.of("velocity", Tensor.zeros(position.dtype(), position.shape()));
  }

  @Override
  public void step(
      Tensor position,
      Tensor gradient,
      Map<String, Tensor> carried,
      double learningRate,
      long step) {
    if (momentum == 0) {
      position.addInPlace(gradient, -learningRate);
      return;
    }
    Tensor velocity = Check.present(carried.get("velocity"), "velocity");
    velocity.mulInPlace(momentum).addInPlace(gradient);
    position.addInPlace(velocity, -learningRate);
  }
}
