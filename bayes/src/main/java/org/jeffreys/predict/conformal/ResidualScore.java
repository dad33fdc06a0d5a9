package org.jeffreys.predict.conformal;

import org.jeffreys.uncertainty.PredictionInterval;

/**
 * How badly a real number conforms to its prediction, a location and a scale: the greater the
 * worse. What conforms well enough is an interval.
 */
public interface ResidualScore {

  /** Whether it depends on the scale; else that may be anything. */
  boolean usesScale();

  /** The score of what came true; at least 0. */
  double of(double loc, double scale, double target);

  /**
   * The numbers whose score is at most {@code threshold}. A negative threshold, which no number
   * meets, gives the point at the location.
   *
   * @param threshold perhaps infinite, then all numbers
   */
  PredictionInterval interval(double loc, double scale, double threshold);
}
