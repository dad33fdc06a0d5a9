package org.jeffreys.cli.sine;

import java.util.Arrays;
import org.jeffreys.core.Doubles;
import org.jeffreys.predict.Interval;
import org.jeffreys.predict.PredictionDiagnostics;
import org.jeffreys.predict.SampledPrediction;
import org.jeffreys.privacy.PrivacyCost;
import org.jspecify.annotations.Nullable;

/**
 * What a run gave.
 *
 * @param prediction on the grid
 * @param bands what is read off it
 * @param diagnostics of the predictions on the grid
 * @param steps of each chain
 * @param stepsMade by this process; fewer where it went on from a checkpoint
 * @param elapsedSeconds of this process, the JVM's start included
 * @param stepMicros the wall time of one step over all chains; NaN if a finished run was read back
 * @param clipRate the part of the gradients that were clipped; NaN for plain SGLD
 * @param cost what a private run costs; null for plain SGLD
 */
record SineResult(
    SampledPrediction prediction,
    SineBands bands,
    PredictionDiagnostics diagnostics,
    long steps,
    long stepsMade,
    double elapsedSeconds,
    double stepMicros,
    double clipRate,
    @Nullable PrivacyCost cost) {
  /**
   * How a region is predicted: the mean function against the true sine.
   *
   * @param std the mean epistemic standard deviation
   * @param stdTotal the mean total standard deviation
   * @param rmse of the posterior mean
   * @param coverage95 the part of the places whose central 95 % epistemic interval holds the truth
   * @param rhatMax the worst R-hat of the predictions
   * @param essMin the least bulk effective sample size of the predictions
   */
  record RegionFit(
      double std, double stdTotal, double rmse, double coverage95, double rhatMax, double essMin) {}

  /** How a region is predicted. */
  RegionFit fit(SineData.Region region) {
    int[] rows = region.rows();
    Doubles truth = SineData.truth();
    Doubles mean = bands.mean().value();
    Doubles epistemic = bands.epistemic().value();
    Doubles total = bands.total().value();
    Interval interval = bands.most();
    PredictionDiagnostics here = diagnostics.rows(rows);
    double squares = Arrays.stream(rows).mapToDouble(i -> square(mean.get(i) - truth.get(i))).sum();
    long covered =
        Arrays.stream(rows)
            .filter(
                i ->
                    interval.lower().value().get(i) <= truth.get(i)
                        && truth.get(i) <= interval.upper().value().get(i))
            .count();
    return new RegionFit(
        Arrays.stream(rows).mapToDouble(epistemic::get).average().orElseThrow(),
        Arrays.stream(rows).mapToDouble(total::get).average().orElseThrow(),
        Math.sqrt(squares / rows.length),
        (double) covered / rows.length,
        here.maxRhat(),
        here.minEssBulk());
  }

  /** Whether the chains agree at the data, as far as R-hat tells. */
  boolean hasMixed() {
    return fit(SineData.Region.DATA).rhatMax() <= 1.1;
  }

  private static double square(double value) {
    return value * value;
  }
}
