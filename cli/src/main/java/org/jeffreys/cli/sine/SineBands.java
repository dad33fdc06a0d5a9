package org.jeffreys.cli.sine;

import org.jeffreys.predict.Estimates;
import org.jeffreys.predict.Interval;
import org.jeffreys.predict.SampledPrediction;

/**
 * What is read off a prediction, computed once.
 *
 * @param mean of the mean function
 * @param epistemic standard deviation of the mean function
 * @param aleatoric standard deviation of the noise
 * @param total standard deviation of a new observation
 * @param half central 50 % interval of the mean function
 * @param most central 95 % interval of the mean function
 * @param halfTotal central 50 % interval of a new observation
 * @param mostTotal central 95 % interval of a new observation
 */
record SineBands(
    Estimates mean,
    Estimates epistemic,
    Estimates aleatoric,
    Estimates total,
    Interval half,
    Interval most,
    Interval halfTotal,
    Interval mostTotal) {
  static SineBands of(SampledPrediction prediction) {
    return new SineBands(
        prediction.mean(),
        prediction.epistemic(),
        prediction.aleatoric(),
        prediction.standardDeviation(),
        prediction.epistemicInterval(0.5),
        prediction.epistemicInterval(0.95),
        prediction.interval(0.5),
        prediction.interval(0.95));
  }
}
