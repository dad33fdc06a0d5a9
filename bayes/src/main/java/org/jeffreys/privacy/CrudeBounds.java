package org.jeffreys.privacy;

import java.util.List;
import org.jeffreys.core.StandardNormal;

/** Bounds on epsilon that always exist, for where the grid does not reach. */
final class CrudeBounds {
  private CrudeBounds() {}

  static EpsilonBounds of(double delta, List<SampledGaussian> mechanisms) {
    double lower = lower(delta, mechanisms);
    return new EpsilonBounds(lower, Math.max(lower, upper(delta, mechanisms)));
  }

  /** Rényi divergences; or, as subsampling never costs, the same steps with q = 1. */
  private static double upper(double delta, List<SampledGaussian> mechanisms) {
    double precision = 0;
    double hit = 0;
    for (var each : mechanisms) {
      precision += each.steps() / each.noiseMultiplier() / each.noiseMultiplier();
      hit += each.steps() * each.samplingRate();
    }
    if (hit <= delta) {
      // The example is in no batch at all but for a probability of delta.
      return 0;
    }
    double gaussian = new GaussianMechanism(1 / Math.sqrt(precision)).epsilon(delta);
    return Math.min(gaussian, RdpAccountant.current().epsilon(delta, mechanisms));
  }

  /**
   * The test "some x > 1", for each mechanism by itself: ε >= log((P - δ)/Q) with P at least 1 - (1
   * - q/2)^T and Q at most T Φ(-1/σ).
   */
  static double lower(double delta, List<SampledGaussian> mechanisms) {
    double best = 0;
    for (var each : mechanisms) {
      double found = -Math.expm1(each.steps() * Math.log1p(-each.samplingRate() / 2));
      if (found > delta) {
        double logFalse =
            Math.log((double) each.steps()) + StandardNormal.logCdf(-1 / each.noiseMultiplier());
        best = Math.max(best, Math.log(found - delta) - logFalse);
      }
    }
    return best;
  }
}
