package org.jeffreys.uncertainty;

/** A number that says how uncertain a classification is. */
public interface UncertaintyMeasure {

  /** What commands and files call it, in kebab-case. */
  String name();

  /** What it is, in a line. */
  String summary();

  /** {@code nats}, or {@code 1} for a pure number. */
  String unit();

  /** Whether a greater value is more uncertain; a smaller one is otherwise, as of a confidence. */
  default boolean higherIsUncertain() {
    return true;
  }

  /** A number that no value is below. */
  default double least() {
    return 0;
  }

  /** A number that no value is above: the log of the number of classes for nats, or else 1. */
  default double greatest(int numClasses) {
    return unit().equals("nats") ? Math.log(numClasses) : 1;
  }

  /** Its value for one input, with the influence of each draw. */
  Linearised of(ClassDraws draws);

  /** A value turned so that greater is more uncertain: what rankings and thresholds are made of. */
  default double uncertainty(double value) {
    return higherIsUncertain() ? value : -value;
  }
}
