package org.jeffreys.optim;

import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * RMSprop.
 *
 * <pre>{@code
 * v' = rho v + (1 - rho) g²      θ' = θ - learningRate g / (√v' + epsilon)
 * }</pre>
 *
 * <p>Epsilon is added to the root, as in PyTorch and in Keras before 2.11; later Keras has it
 * within the root, where it slows parameters of small gradients by far more.
 *
 * @param rho the memory of the mean square, in [0, 1)
 * @param epsilon greater than 0
 * @source Tieleman and Hinton (2012), Coursera lecture 6.5
 */
public record RmsProp(double rho, double epsilon) implements Optimizer {
  /** Checks the settings. */
  public RmsProp {
    Check.require(rho >= 0 && rho < 1, "rho", "a value in [0, 1)", rho);
    Check.positive(epsilon, "epsilon");
  }

  /** The settings of Keras: rho 0.9 and epsilon 1e-7; its learning rate is 1e-3. */
  public static RmsProp keras() {
    return new RmsProp(0.9, 1e-7);
  }

  @Override
  public Map<String, Tensor> init(Tensor position) {
    return Map.of("meanSquare", Tensor.zeros(position.dtype(), position.shape()));
  }

  @Override
  public void step(
      Tensor position,
      Tensor gradient,
      Map<String, Tensor> carried,
      double learningRate,
      long step) {
    Tensor meanSquare = Check.present(carried.get("meanSquare"), "meanSquare");
    meanSquare.mulInPlace(rho).addProductInPlace(gradient, gradient, 1 - rho);
    Tensor deviation = Special.addInPlace(meanSquare.sqrt(), epsilon);
    Special.addQuotientInPlace(position, gradient, deviation, -learningRate);
  }
}
