package org.jeffreys.inference.laplace;

import org.jeffreys.target.NetworkJacobian;
import org.jeffreys.target.NetworkModel;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The maximum of a posterior density and the curvature there. Holds memory until closed.
 *
 * @param model the network with its likelihood, whose Gaussian noise is held
 * @param position float64, @shape [1, dimension]
 * @param buffers running statistics, float64; null where there are none
 */
record Maximum(
    NetworkModel model,
    Tensor position,
    @Nullable Tensor buffers,
    NetworkJacobian jacobian,
    Evidence evidence)
    implements AutoCloseable {
  @Override
  public void close() {
    position.close();
    if (buffers != null) {
      buffers.close();
    }
    evidence.curvature().close();
  }
}
