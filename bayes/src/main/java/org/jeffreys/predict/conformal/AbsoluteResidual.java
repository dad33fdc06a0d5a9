package org.jeffreys.predict.conformal;

import org.jeffreys.core.Check;
import org.jeffreys.uncertainty.PredictionInterval;

/**
 * The distance from the prediction: intervals have the same width for all rows.
 *
 * <pre>{@code
 * |y - loc|
 * }</pre>
 *
 * @source Lei et al. (2018), Distribution-free predictive inference for regression, JASA 113,
 *     algorithm 2
 */
public record AbsoluteResidual() implements ResidualScore {

  @Override
  public boolean usesScale() {
    return false;
  }

  @Override
  public double of(double loc, double scale, double target) {
    return Math.abs(Check.finite(target, "target") - Check.finite(loc, "loc"));
  }

  @Override
  public PredictionInterval interval(double loc, double scale, double threshold) {
    double half = Math.max(threshold, 0);
    Check.finite(loc, "loc");
    return new PredictionInterval(loc - half, loc + half);
  }
}
