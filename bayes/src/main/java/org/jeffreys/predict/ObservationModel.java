package org.jeffreys.predict;

/**
 * How an observation is distributed, given what a network puts out: the likelihood, in numbers.
 *
 * <p>Given a draw, the outputs of a row are independent.
 */
public interface ObservationModel {

  /**
   * The number of observed outputs of a row.
   *
   * @throws IllegalArgumentException if the model does not fit the network's outputs
   */
  int numOutputs(Outputs outputs);

  /** Whether observations are the integers 0, 1, 2, …; else they are real numbers. */
  default boolean isDiscrete() {
    return false;
  }

  /** The observation's distribution at a row and observed output, one for each draw. */
  Components at(Outputs outputs, int row, int output);

  /** Distributions of one observation, one for each draw: the components of the predictive. */
  interface Components {

    /** {@code E[y | draw]}. */
    double mean(int draw);

    /** {@code Var[y | draw]}. */
    double variance(int draw);

    /** The probability that the observation is at most {@code y}. */
    double cdf(int draw, double y);

    /** The log density at {@code y}, or the log probability of an integer. */
    double logProb(int draw, double y);
  }
}
