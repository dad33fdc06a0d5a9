package org.jeffreys.optim;

import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.Fused;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * Adam.
 *
 * <pre>{@code
 * m' = β₁ m + (1 - β₁) g      v' = β₂ v + (1 - β₂) g²
 * θ' = θ - learningRate m̂ / (√v̂ + epsilon)      m̂ = m' / (1 - β₁ᵗ), v̂ = v' / (1 - β₂ᵗ)
 * }</pre>
 *
 * @param beta1 β₁ in [0, 1)
 * @param beta2 β₂ in [0, 1)
 * @param epsilon greater than 0
 * @source Kingma and Ba (2015), ICLR, algorithm 1
 */
public record Adam(double beta1, double beta2, double epsilon) implements Optimizer {
  /** In so many steps what was not forgotten yet does not become a denormal number. */
  private static final long FORGETS_EVERY = 100;

  /** A mean of so many epsilon moves an element by no more than as many learning rates. */
  private static final double NO_MEAN = 1e-22;

  /** A root of the mean square of so many epsilon does not count beside epsilon. */
  private static final double NO_ROOT = 1e-10;

  /** Checks the settings. */
  public Adam {
    Check.require(beta1 >= 0 && beta1 < 1, "beta1", "a value in [0, 1)", beta1);
    Check.require(beta2 >= 0 && beta2 < 1, "beta2", "a value in [0, 1)", beta2);
    Check.positive(epsilon, "epsilon");
  }

  /** The paper's settings: 0.9, 0.999, 1e-8. */
  public static Adam standard() {
    return new Adam(0.9, 0.999, 1e-8);
  }

  @Override
  public Map<String, Tensor> init(Tensor position) {
    return Map.of(
        "first", Tensor.zeros(position.dtype(), position.shape()),
        "second", Tensor.zeros(position.dtype(), position.shape()));
  }

  /**
   * In one pass over memory where the vector is large. Now and then what is carried of elements
   * that have no gradient any more is set to 0, when it has long been too small to move them: it
   * would go down to denormal numbers and stay there, at which processors compute forty times as
   * long.
   */
  @Override
  public void stepInPieces(
      Tensor position,
      Tensor gradient,
      Map<String, Tensor> carried,
      double learningRate,
      long step) {
    Tensor first = Check.present(carried.get("first"), "first");
    Tensor second = Check.present(carried.get("second"), "second");
    Fused.AdamRates rates = new Fused.AdamRates(learningRate, beta1, beta2, epsilon);
    if (!Fused.adam(position, gradient, first, second, rates, step + 1)) {
      Optimizer.super.stepInPieces(position, gradient, carried, learningRate, step);
    }
    if ((step + 1) % FORGETS_EVERY == 0) {
      forget(first, epsilon * NO_MEAN);
      forget(second, Math.pow(epsilon * NO_ROOT, 2));
    }
  }

  private static void forget(Tensor values, double least) {
    try (Scope scope = Scope.open()) {
      values.mulInPlace(values.abs().gt(least).to(values.dtype()));
    }
  }

  @Override
  public void step(
      Tensor position,
      Tensor gradient,
      Map<String, Tensor> carried,
      double learningRate,
      long step) {
    Tensor first = Check.present(carried.get("first"), "first");
    Tensor second = Check.present(carried.get("second"), "second");
    first.mulInPlace(beta1).addInPlace(gradient, 1 - beta1);
    second.mulInPlace(beta2).addProductInPlace(gradient, gradient, 1 - beta2);
    double correction1 = 1 - Math.pow(beta1, step + 1.0);
    double root2 = Math.sqrt(1 - Math.pow(beta2, step + 1.0));
    // m̂ / (√v̂ + epsilon) with both corrections taken out: √v̂ = √v' / root2.
    Tensor deviation = Special.addInPlace(second.sqrt(), epsilon * root2);
    Special.addQuotientInPlace(position, first, deviation, -learningRate * root2 / correction1);
  }
}
