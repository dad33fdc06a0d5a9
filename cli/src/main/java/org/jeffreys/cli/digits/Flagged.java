package org.jeffreys.cli.digits;

import java.util.Arrays;
import org.jeffreys.uncertainty.Proportion;

/**
 * Images parted by a threshold of uncertainty, with how many of each part are predicted right.
 *
 * @param high above the threshold: flagged
 * @param low at the threshold or below
 */
record Flagged(Proportion high, Proportion low) {
  /** The parts of all images by a measure of which more is less certain. */
  static Flagged of(ImageScores scores, String measure, double threshold) {
    return of(scores, measure, threshold, scores.size());
  }

  /** The parts of the first images. */
  static Flagged of(ImageScores scores, String measure, double threshold, int numImages) {
    double[] uncertainty = scores.uncertainty(measure);
    boolean[] correct = scores.correct(measure);
    int[] right = new int[2];
    int[] count = new int[2];
    for (int row = 0; row < numImages; row++) {
      int part = uncertainty[row] > threshold ? 1 : 0;
      count[part]++;
      right[part] += correct[row] ? 1 : 0;
    }
    return new Flagged(new Proportion(right[1], count[1]), new Proportion(right[0], count[0]));
  }

  /** How many images are above the threshold, whether or not they have true classes. */
  static int count(ImageScores scores, String measure, double threshold) {
    return (int)
        Arrays.stream(scores.uncertainty(measure)).filter(value -> value > threshold).count();
  }
}
