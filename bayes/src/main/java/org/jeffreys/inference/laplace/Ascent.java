package org.jeffreys.inference.laplace;

import org.jeffreys.core.NumericalException;
import org.jeffreys.data.Dataset;
import org.jeffreys.target.GaussNewton;
import org.jeffreys.target.NetworkJacobian;
import org.jeffreys.target.NetworkModel;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * Climbs to the maximum of a posterior density by damped Gauss-Newton steps in the network's
 * parameters, in float64; those of the likelihood are held. A linear Gaussian model takes one.
 *
 * <pre>{@code
 * θ' = θ + (H + (1 + λ) P)⁻¹ ∇ log p(θ | D)      λ grows after a step that leads down
 * }</pre>
 *
 * @source Levenberg (1944), Quarterly of Applied Mathematics; Foresee and Hagan (1997),
 *     Gauss-Newton approximation to Bayesian learning, ICNN
 */
final class Ascent {
  private static final double LEAST_DAMPING = 1e-8;
  private static final double LARGEST_DAMPING = 1e8;
  private static final double TOLERANCE = 1e-9;

  private final NetworkModel model;
  private final Dataset data;
  private final Tensor location;
  private final Tensor precision;
  private double damping;

  /**
   * An ascent.
   *
   * @param model without running statistics
   * @param location of the prior of the network's parameters, float64, @shape [network dimension]
   * @param precision as location
   */
  Ascent(NetworkModel model, Dataset data, Tensor location, Tensor precision) {
    this.model = model;
    this.data = data;
    this.location = location;
    this.precision = precision;
    this.damping = 0;
  }

  /**
   * Climbs until steps gain nothing.
   *
   * @param start float64, @shape [1, model dimension]
   * @return the end, in a tensor of the innermost scope
   */
  Tensor climb(Tensor start, int mostSteps) {
    try (Scope scope = Scope.open()) {
      Tensor position = start.copy();
      double height = height(position);
      for (int step = 0; step < mostSteps; step++) {
        try (Scope inner = Scope.open()) {
          double gain = step(position, height);
          height += gain;
          if (gain <= TOLERANCE * (1 + Math.abs(height))) {
            break;
          }
        }
      }
      return scope.keep(position);
    }
  }

  /** Moves the position up; returns by how much, 0 where no step leads up. */
  private double step(Tensor position, double height) {
    Tensor ours = position.narrow(1, 0, location.size(0)).select(0, 0);
    GaussNewton sums = sums(position);
    Tensor gradient = sums.gradient().sub(ours.sub(location).mul(precision));
    Tensor curvature = sums.full();
    while (damping < LARGEST_DAMPING) {
      try (Scope scope = Scope.open()) {
        Tensor matrix = curvature.add(Linalg.diagonalMatrix(precision.mul(1 + damping)));
        Tensor factor = Linalg.cholesky(matrix);
        Tensor move = Linalg.choleskySolve(factor, gradient.unsqueeze(-1)).squeeze(-1);
        Tensor moved = position.copy();
        moved.narrow(1, 0, location.size(0)).addInPlace(move.unsqueeze(0));
        double gain = height(moved) - height;
        if (gain >= 0) {
          position.copyFrom(moved);
          damping = damping < LEAST_DAMPING ? 0 : damping / 4;
          return gain;
        }
      } catch (NumericalException e) {
        // not positive definite, by rounding: damped more
      }
      damping = Math.max(1e-2, damping * 8);
    }
    return 0;
  }

  /** The log density, but for a constant. */
  private double height(Tensor position) {
    try (Scope scope = Scope.open()) {
      Tensor ours = position.narrow(1, 0, location.size(0)).select(0, 0);
      double prior = ours.sub(location).square().mul(precision).sum().item();
      return sums(position).logLikelihood() - 0.5 * prior;
    }
  }

  private GaussNewton sums(Tensor position) {
    NetworkJacobian jacobian = NetworkJacobian.of(model.network(), position, null);
    return new GaussNewton(model, jacobian, position, null, data);
  }
}
