package org.jeffreys.inference.mcmc;

import org.jeffreys.core.Check;
import org.jeffreys.target.LogDensity;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Trajectories of Hamiltonian dynamics, of all chains at once, for momenta of unit variance.
 *
 * <pre>{@code
 * r½ = r + ε d ∇ log p(θ) / 2      θ' = θ + ε d r½      r' = r½ + ε d ∇ log p(θ') / 2
 * }</pre>
 *
 * <p>It is reversible and keeps volumes; its energy errs by O(ε²).
 *
 * @source Neal (2011), Handbook of MCMC, eq. 5.18 to 5.20
 */
public record Leapfrog(LogDensity target) {
  /**
   * Where a trajectory is.
   *
   * @param position θ, @shape [chains, dimension]
   * @param momentum r, @shape [chains, dimension]
   * @param logProb @shape [chains, 1]
   * @param gradient of the log density, @shape [chains, dimension]
   */
  public record Point(Tensor position, Tensor momentum, Tensor logProb, Tensor gradient) {}

  /**
   * Follows the dynamics.
   *
   * @param from left as it is
   * @param stride ε d, @shape [chains or 1, dimension or 1]
   * @param numSteps at least 1
   */
  public Point run(Point from, Tensor stride, int numSteps) {
    Check.atLeast(numSteps, 1, "numSteps");
    Tensor position = from.position().copy();
    Tensor momentum = from.momentum().copy();
    Tensor gradient = from.gradient().copy();
    @Nullable Tensor logProb = null;
    momentum.addProductInPlace(gradient, stride, 0.5);
    for (int i = 1; i <= numSteps; i++) {
      try (Scope scope = Scope.open()) {
        position.addProductInPlace(momentum, stride, 1);
        Gradients.ValueAndGradient at = target.valueAndGradient(position);
        gradient.copyFrom(at.gradient());
        momentum.addProductInPlace(gradient, stride, i == numSteps ? 0.5 : 1);
        if (i == numSteps) {
          logProb = scope.keep(at.value().unsqueeze(1));
        }
      }
    }
    return new Point(position, momentum, Check.present(logProb, "logProb"), gradient);
  }
}
