package org.jeffreys.inference.laplace;

import org.jeffreys.predict.Prediction;

/** What is known of the weights of a last layer, given its features: immutable. */
sealed interface HeadBelief permits ConjugateHead, KalmanHead {
  /** The number of functions that predictions are made of; 1 where they are in closed form. */
  int numDraws();

  /**
   * What is known after more rows.
   *
   * @param features [rows][in + 1]
   * @param targets [rows][target]
   */
  HeadBelief update(double[][] features, double[][] targets);

  /** What is known, weighing less. */
  HeadBelief forget(double factor);

  /** The prediction for rows of features. */
  Prediction predict(double[][] features);

  /** The mean of the weights, the bias last. @shape [in + 1, out], row-major */
  double[] weights();
}
