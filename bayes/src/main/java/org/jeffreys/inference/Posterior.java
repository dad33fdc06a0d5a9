package org.jeffreys.inference;

import org.jeffreys.predict.Prediction;
import org.jeffreys.target.NetworkModel;
import org.jeffreys.tensor.Tensor;

/** What is known after the data: a distribution over functions. Holds memory until closed. */
public interface Posterior extends AutoCloseable {
  /**
   * The predictive distribution at the given inputs; the draws of different rows belong together.
   *
   * @param inputs @shape [rows, input…], of the network's type
   */
  Prediction predict(Tensor inputs);

  /**
   * The predictive distribution at the given inputs.
   *
   * @param inputs [rows][features]
   */
  Prediction predict(double[][] inputs);

  /** The network and its likelihood. */
  NetworkModel model();

  /** The number of functions that predictions are made of; 1 where they are in closed form. */
  int numDraws();

  /**
   * What rebuilds this by {@link Posteriors}. Its tensors stay this one's; what is made for it
   * belongs to the innermost scope.
   */
  PosteriorState state();

  @Override
  void close();
}
