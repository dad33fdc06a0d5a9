package org.jeffreys.predict;

/**
 * What is predicted for some rows of inputs, from draws of functions or in closed form: a
 * distribution of a new observation for each row, and the part of it that is ignorance about the
 * function.
 */
public sealed interface Prediction permits RegressionPrediction, ClassPrediction {

  /** The number of rows of inputs predicted for. */
  int numRows();

  /** The number of draws, over all chains; 0 for a closed form. */
  int numDraws();

  /** The number of chains; as many as draws where those are independent, or there are none. */
  int numChains();

  /**
   * This, as a prediction of real numbers.
   *
   * @throws IllegalArgumentException if it is one of classes
   */
  default RegressionPrediction regression() {
    if (this instanceof RegressionPrediction regression) {
      return regression;
    }
    throw new IllegalArgumentException(
        "prediction: expected a regression, got a classification; use classification()");
  }

  /**
   * This, as a prediction of classes.
   *
   * @throws IllegalArgumentException if it is one of real numbers
   */
  default ClassPrediction classification() {
    if (this instanceof ClassPrediction classes) {
      return classes;
    }
    throw new IllegalArgumentException(
        "prediction: expected a classification, got a regression; use regression()");
  }
}
