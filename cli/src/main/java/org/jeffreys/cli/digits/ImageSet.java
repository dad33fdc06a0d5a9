package org.jeffreys.cli.digits;

import java.util.Arrays;
import org.jeffreys.cli.report.Hue;

/** The sets of images that a run compares. */
enum ImageSet {
  /** The test images. */
  CLEAN("clean", Hue.BLUE),
  /** The first of them, mixed with noise. */
  NOISY("noisy", Hue.ORANGE),
  /** Images of other things. */
  FOREIGN("foreign", Hue.GREEN);

  private final String label;
  private final Hue hue;

  ImageSet(String label, Hue hue) {
    this.label = label;
    this.hue = hue;
  }

  String label() {
    return label;
  }

  /** The colour of the set in all charts. */
  Hue hue() {
    return hue;
  }

  /** The scores the set is part of; the noisy images are the first of theirs. */
  ImageScores scores(DigitsResult result) {
    return switch (this) {
      case CLEAN -> result.clean();
      case NOISY -> result.noisy();
      case FOREIGN -> result.foreign();
    };
  }

  /** The number of images. */
  int size(DigitsResult result) {
    return this == NOISY ? result.numNoisy() : scores(result).size();
  }

  /** A measure of each image, as it is defined. */
  double[] raw(DigitsResult result, String measure) {
    return Arrays.copyOf(scores(result).raw(measure), size(result));
  }

  /** The mean of a measure. */
  double mean(DigitsResult result, String measure) {
    return Arrays.stream(raw(result, measure)).average().orElse(Double.NaN);
  }
}
