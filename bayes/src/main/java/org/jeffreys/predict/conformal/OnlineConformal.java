package org.jeffreys.predict.conformal;

import org.jeffreys.uncertainty.Calibration;
import org.jeffreys.uncertainty.PredictionInterval;

/**
 * Intervals for a stream, one observation after the other, whatever its drift: immutable states, of
 * which each observation makes the next.
 */
public interface OnlineConformal extends Calibration {

  /** The interval of the next observation. */
  PredictionInterval interval(double loc, double scale);

  /** The state after the observation came in, of which {@link #interval} spoke. */
  OnlineConformal update(double loc, double scale, double observed);

  /** The number of observations so far. */
  long numUpdates();

  /** How many of them were not held. */
  long numMisses();

  /**
   * What the share of misses so far differs from 1 - level by at most, whatever the observations.
   */
  double bound();
}
