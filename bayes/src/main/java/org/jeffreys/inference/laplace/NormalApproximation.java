package org.jeffreys.inference.laplace;

import org.jeffreys.target.NetworkJacobian;
import org.jeffreys.target.NetworkModel;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The normal distribution around the maximum of a posterior density, and draws from it. Holds
 * memory until closed.
 *
 * @param model the network with its likelihood, whose Gaussian noise is held
 * @param structure of the covariance
 * @param position θ*, float64, @shape [1, dimension]
 * @param buffers running statistics, float64; null where there are none
 * @param covariance of the Jacobian's parameters
 * @param deviations draws of θ - θ*, @shape [draws, parameters of the Jacobian]
 */
record NormalApproximation(
    NetworkModel model,
    Structure structure,
    Tensor position,
    @Nullable Tensor buffers,
    Covariance covariance,
    Tensor deviations)
    implements AutoCloseable {
  /** The approximation under given hyperparameters, in tensors of its own. */
  static NormalApproximation of(
      Maximum maximum, NetworkModel model, Hyperparameters chosen, Laplace.Config config, Rng rng) {
    try (Scope scope = Scope.open()) {
      Covariance covariance = maximum.evidence().covariance(chosen);
      Tensor noise = rng.normal(DType.FLOAT64, config.numDraws(), covariance.rank());
      Tensor deviations = covariance.colour(noise);
      Tensor buffers = maximum.buffers();
      return new NormalApproximation(
          model,
          config.structure(),
          Covariance.kept(maximum.position()),
          buffers == null ? null : Covariance.kept(buffers),
          covariance.kept(),
          Covariance.kept(deviations));
    }
  }

  /** The derivatives of the outputs in what is uncertain. */
  NetworkJacobian jacobian() {
    return structure.jacobian(model.network(), position, buffers);
  }

  @Override
  public void close() {
    position.close();
    if (buffers != null) {
      buffers.close();
    }
    covariance.close();
    deviations.close();
  }
}
