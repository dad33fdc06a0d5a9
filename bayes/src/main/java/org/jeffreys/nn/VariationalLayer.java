package org.jeffreys.nn;

import org.jeffreys.tensor.Tensor;

/**
 * A random layer whose noise is a variational posterior over weights of its own, and which knows
 * how far that is from its own prior. A target subtracts it from the log density; the target's
 * prior leaves these arrays alone.
 */
public interface VariationalLayer extends RandomLayer {
  /**
   * The divergence KL(q ‖ p) of the layer's weights from their prior, in nats; up to a constant
   * where the layer says so.
   *
   * @return @shape [draws]
   */
  Tensor divergence(Parameters parameters);
}
