package org.jeffreys.cli.digits;

import java.util.Arrays;
import org.jeffreys.uncertainty.Detection;
import org.jeffreys.uncertainty.RiskCoverage;
import org.jeffreys.uncertainty.RocCurve;

/** How well a measure tells what should be distrusted from the rest. */
final class DigitsDetection {
  private DigitsDetection() {}

  /** Images of other things against the test images. */
  static Detection foreign(DigitsResult result, String measure) {
    return Detection.of(foreignScores(result, measure), foreignTruth(result));
  }

  /** The ROC curve of {@link #foreign}. */
  static RocCurve foreignCurve(DigitsResult result, String measure) {
    return RocCurve.of(foreignScores(result, measure), foreignTruth(result));
  }

  private static double[] foreignScores(DigitsResult result, String measure) {
    return joined(result.clean().uncertainty(measure), result.foreign().uncertainty(measure));
  }

  private static boolean[] foreignTruth(DigitsResult result) {
    return positiveFrom(result.clean().size(), result.clean().size() + result.foreign().size());
  }

  /** Noisy images against their clean originals. */
  static Detection noisy(DigitsResult result, String measure) {
    int count = result.numNoisy();
    double[] clean = Arrays.copyOf(result.clean().uncertainty(measure), count);
    double[] noisy = Arrays.copyOf(result.noisy().uncertainty(measure), count);
    return Detection.of(joined(clean, noisy), positiveFrom(count, 2 * count));
  }

  /** Wrong predictions of test images against right ones. */
  static Detection errors(DigitsResult result, String measure) {
    return Detection.ofErrors(result.clean().uncertainty(measure), result.clean().correct(measure));
  }

  /** The ROC curve of {@link #errors}. */
  static RocCurve errorsCurve(DigitsResult result, String measure) {
    boolean[] wrong = result.clean().correct(measure);
    for (int row = 0; row < wrong.length; row++) {
      wrong[row] = !wrong[row];
    }
    return RocCurve.of(result.clean().uncertainty(measure), wrong);
  }

  /** What is risked in keeping the most certain test images. */
  static RiskCoverage risk(DigitsResult result, String measure) {
    return RiskCoverage.of(result.clean().uncertainty(measure), result.clean().correct(measure));
  }

  private static double[] joined(double[] first, double[] second) {
    double[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  private static boolean[] positiveFrom(int first, int length) {
    boolean[] positive = new boolean[length];
    Arrays.fill(positive, first, length, true);
    return positive;
  }
}
