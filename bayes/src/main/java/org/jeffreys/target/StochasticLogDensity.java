package org.jeffreys.target;

import org.jeffreys.data.Batch;
import org.jeffreys.data.Dataset;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;

/** A log density that is a sum over data, so that a minibatch gives unbiased estimates of it. */
public interface StochasticLogDensity extends LogDensity {
  /** The data that minibatches are drawn from. */
  Dataset data();

  /**
   * An unbiased estimate of the gradient of the log density of each draw.
   *
   * @param position @shape [draws, dimension]
   * @param batch of all draws, or one for each
   * @param rng the randomness of the layers
   * @return @shape [draws, dimension]
   */
  Tensor estimateGradient(Tensor position, Batch batch, Rng rng);
}
