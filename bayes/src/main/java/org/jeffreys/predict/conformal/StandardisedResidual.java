package org.jeffreys.predict.conformal;

import org.jeffreys.core.Check;
import org.jeffreys.uncertainty.PredictionInterval;

/**
 * The distance from the prediction in predicted standard deviations: intervals are wide where the
 * model is unsure.
 *
 * <pre>{@code
 * |y - loc| / scale
 * }</pre>
 *
 * @source Lei et al. (2018), Distribution-free predictive inference for regression, JASA 113,
 *     section 5.2
 */
public record StandardisedResidual() implements ResidualScore {

  @Override
  public boolean usesScale() {
    return true;
  }

  @Override
  public double of(double loc, double scale, double target) {
    Check.positive(scale, "scale");
    return Math.abs(Check.finite(target, "target") - Check.finite(loc, "loc")) / scale;
  }

  @Override
  public PredictionInterval interval(double loc, double scale, double threshold) {
    double half = Math.max(threshold, 0) * Check.positive(scale, "scale");
    Check.finite(loc, "loc");
    return new PredictionInterval(loc - half, loc + half);
  }
}
