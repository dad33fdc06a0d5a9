package org.jeffreys.uncertainty;

import org.jeffreys.core.Check;

/**
 * When a classifier gives its label, and when it abstains: it accepts what is at most as uncertain
 * as the threshold.
 *
 * @param measure of uncertainty, or of confidence
 * @param threshold the value of the measure that is just accepted, in its unit; finite
 * @source Chow (1970), IEEE Transactions on Information Theory 16, the reject option
 */
public record AbstentionRule(UncertaintyMeasure measure, double threshold) {
  /** Checks the threshold. */
  public AbstentionRule {
    Check.finite(threshold, "threshold");
  }

  /** Whether a prediction of this value of the measure is accepted; NaN is not. */
  public boolean accepts(double value) {
    return measure.uncertainty(value) <= measure.uncertainty(threshold);
  }

  /** The unit of the threshold. */
  public String unit() {
    return measure.unit();
  }

  /**
   * Checks that the measure can have the threshold as a value.
   *
   * @param name how messages call the threshold
   * @return this
   */
  public AbstentionRule requireWithin(int numClasses, String name) {
    double least = measure.least();
    double greatest = measure.greatest(numClasses);
    Check.require(
        threshold >= least && threshold <= greatest,
        name,
        "a value of "
            + measure.name()
            + " of "
            + numClasses
            + " classes, in ["
            + least
            + ", "
            + greatest
            + "]"
            + inUnit(),
        threshold);
    return this;
  }

  /** What is accepted, in words: {@code predictive-entropy at most 0.5 nats}. */
  @Override
  public String toString() {
    String bound = measure.higherIsUncertain() ? " at most " : " at least ";
    return measure.name() + bound + threshold + inUnit();
  }

  private String inUnit() {
    return unit().equals("1") ? "" : " " + unit();
  }
}
