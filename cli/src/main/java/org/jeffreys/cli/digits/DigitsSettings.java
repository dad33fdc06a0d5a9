package org.jeffreys.cli.digits;

import org.jeffreys.core.Check;

/**
 * What was asked for.
 *
 * @param data the digits, by name
 * @param foreign the images that are no digits: a data set's name, or a folder
 * @param method of inference, by name
 * @param epochs passes over the training images
 * @param draws the number of functions drawn
 * @param independent whether each image has noise of its own in each draw
 * @param threshold an image is flagged if its predictive entropy is greater, in nats
 * @param wantedAccuracy of images that are not flagged, by which the threshold is chosen on
 *     held-out ones; NaN where the threshold is given
 * @param sameNoise whether all noisy images have the same noise
 * @param memoryBytes about the most that activations take
 * @param seed of all randomness
 * @param threads that training and predictions are spread over
 */
record DigitsSettings(
    String data,
    String foreign,
    String method,
    int epochs,
    int draws,
    boolean independent,
    double threshold,
    double wantedAccuracy,
    boolean sameNoise,
    long memoryBytes,
    long seed,
    int threads) {
  /** The threshold of the article: 0.005 of the logarithm of what it took for the classes. */
  static final double PUBLISHED_THRESHOLD = 0.005 * Math.log(10_000);

  static final int NUM_CLASSES = 10;
  static final int BATCH_SIZE = 128;
  private static final int MOST_DRAWS = 10_000;

  DigitsSettings {
    Check.atLeast(epochs, 1, "--epochs");
    Check.require(
        draws >= 1 && draws <= MOST_DRAWS,
        "--draws",
        "an integer in [1, " + MOST_DRAWS + "]",
        draws);
    Check.require(
        threshold >= 0 && threshold <= Math.log(NUM_CLASSES),
        "--threshold",
        "nats in [0, " + Math.log(NUM_CLASSES) + "], the entropy of 10 equal chances",
        threshold);
    Check.require(
        Double.isNaN(wantedAccuracy) || (wantedAccuracy > 0 && wantedAccuracy <= 1),
        "--accuracy",
        "a value in (0, 1]",
        wantedAccuracy);
    Check.require(
        memoryBytes >= 16L << 20, "--memory", "at least 16 MB", (memoryBytes >> 20) + " MB");
    Check.atLeast(threads, 1, "--threads");
  }

  /** Whether the threshold is chosen on held-out images. */
  boolean isThresholdChosen() {
    return !Double.isNaN(wantedAccuracy);
  }

  /** These settings with another threshold. */
  DigitsSettings withThreshold(double newThreshold) {
    return new DigitsSettings(
        data,
        foreign,
        method,
        epochs,
        draws,
        independent,
        newThreshold,
        wantedAccuracy,
        sameNoise,
        memoryBytes,
        seed,
        threads);
  }

  /** All that the bits of training depend on. */
  String fingerprint(String version) {
    return String.join(
        " ",
        "jeffreys",
        version,
        "digits",
        data,
        method,
        Integer.toString(epochs),
        Long.toString(seed),
        Integer.toString(threads),
        System.getProperty("os.arch"));
  }
}
