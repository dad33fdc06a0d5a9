package org.jeffreys.uncertainty;

/**
 * The share of rows whose most probable class came true.
 *
 * @param correct how many of them
 */
public record Accuracy(Proportion correct) {

  /** That of some predictions. */
  public static Accuracy of(LabelledProbs predictions) {
    return of(predictions.correct());
  }

  /** That of rows which are known to be correct or not; NaN of none. */
  public static Accuracy of(boolean[] correct) {
    int successes = 0;
    for (boolean each : correct) {
      successes += each ? 1 : 0;
    }
    return new Accuracy(new Proportion(successes, correct.length));
  }

  /** The share; NaN of no rows. */
  public double value() {
    return correct.value();
  }
}
