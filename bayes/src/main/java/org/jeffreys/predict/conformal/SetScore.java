package org.jeffreys.predict.conformal;

/**
 * How badly each class conforms to a row's predicted probabilities: the greater the worse. The
 * classes that conform well enough are a set.
 */
public interface SetScore {

  /** Whether it depends on {@code uniform}. */
  boolean usesUniform();

  /**
   * The score of each class.
   *
   * @param probs of the classes
   * @param uniform a number in [0, 1]: drawn for each row where sets are randomised, else 1
   * @shape probs, the result [classes]
   */
  double[] of(double[] probs, double uniform);
}
