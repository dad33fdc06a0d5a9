package org.jeffreys.cli.digits;

import java.util.List;
import org.jeffreys.inference.Epoch;
import org.jeffreys.uncertainty.TemperatureScaling;

/**
 * What came out.
 *
 * @param epochs how training went
 * @param clean the scores of the test images
 * @param noisy of the test images, the first of them mixed with noise
 * @param numNoisy how many those are
 * @param foreign of images of other things
 * @param temperature fitted to the network without noise on the validation images
 * @param temperatureByDraws fitted to the mean probabilities over the draws
 * @param threshold of the predictive entropy, in nats: the one given or chosen
 * @param secondsPerPass of one draw over 10,000 images, everything included
 * @param elapsedSeconds since the command began
 */
record DigitsResult(
    List<Epoch> epochs,
    ImageScores clean,
    ImageScores noisy,
    int numNoisy,
    ImageScores foreign,
    TemperatureScaling temperature,
    TemperatureScaling temperatureByDraws,
    double threshold,
    double secondsPerPass,
    double elapsedSeconds) {
  DigitsResult {
    epochs = List.copyOf(epochs);
  }

  /** The wall time of all epochs. */
  double trainSeconds() {
    return epochs.stream().mapToDouble(Epoch::seconds).sum();
  }
}
