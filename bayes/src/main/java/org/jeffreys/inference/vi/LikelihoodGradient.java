package org.jeffreys.inference.vi;

import org.jeffreys.data.Batch;
import org.jeffreys.target.Approximation;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;

/**
 * Estimates the gradient in φ of the expected log likelihood {@code E_q log p(D | θ)} of a target,
 * without bias over minibatches and noise. Holds memory until closed; threads may share it.
 */
interface LikelihoodGradient extends AutoCloseable {
  /**
   * Writes an estimate.
   *
   * @param batch of all chains, or one for each
   * @param factor what the gradient is multiplied by
   * @param gradient unset memory, @shape [chains, number of parameters]
   * @param rng one stream a chain
   */
  void estimateInto(Approximation guide, Batch batch, double factor, Tensor gradient, Rng rng);

  @Override
  void close();
}
