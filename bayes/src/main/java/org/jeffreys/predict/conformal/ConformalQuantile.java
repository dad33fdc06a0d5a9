package org.jeffreys.predict.conformal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Locale;
import org.jeffreys.core.Check;

/**
 * The quantile of calibration scores that a new exchangeable score does not exceed with a given
 * probability.
 *
 * <pre>{@code
 * the kth least of n scores      k = ceil((n + 1) level)
 * }</pre>
 */
final class ConformalQuantile {
  private ConformalQuantile() {}

  /** k, which exceeds n where that is too small. */
  static int rank(int numExamples, double level) {
    return exact(level)
        .multiply(BigDecimal.valueOf(numExamples + 1L))
        .setScale(0, RoundingMode.CEILING)
        .intValueExact();
  }

  /** The least n that suffices: {@code ceil(1 / (1 - level)) - 1}. */
  static int leastExamples(double level) {
    return BigDecimal.ONE
            .divide(BigDecimal.ONE.subtract(exact(level)), 0, RoundingMode.CEILING)
            .intValueExact()
        - 1;
  }

  /**
   * The quantile.
   *
   * @param name how messages call the calibration set
   * @throws IllegalArgumentException if there are too few scores, or one is NaN or infinite
   */
  static double of(double[] scores, double level, String name) {
    requireEnough(scores.length, level, name);
    double[] sorted = scores.clone();
    for (double score : sorted) {
      Check.finite(score, "score");
    }
    Arrays.sort(sorted);
    return sorted[rank(sorted.length, level) - 1];
  }

  static void requireEnough(int numExamples, double level, String name) {
    Check.openUnit(level, "level");
    Check.require(
        numExamples >= leastExamples(level),
        name,
        "at least " + leastExamples(level) + " examples for level " + level,
        numExamples,
        "lower the level or calibrate with more");
  }

  /** What holds of a new example in n, in words. */
  static String guarantee(String what, int numExamples, double level) {
    double n = numExamples;
    double k = rank(numExamples, level);
    double deviation = Math.sqrt(k * (n + 1 - k) / (n + 2)) / (n + 1);
    return String.format(
        Locale.ROOT,
        "A new example that is exchangeable with the %d calibration examples, which the model has"
            + " not seen, lies in its %s with probability at least %s, and with exactly %.6g where"
            + " scores have no ties, which is at most %s + 1/%d. Not promised: this for a given"
            + " input or group, for this very calibration set (over such sets coverage has standard"
            + " deviation %.2g), or after drift.",
        numExamples,
        what,
        level,
        k / (n + 1),
        level,
        numExamples + 1,
        deviation);
  }

  /** The decimal number that a level prints as: 0.9, not the nearest binary fraction. */
  static BigDecimal exact(double level) {
    return BigDecimal.valueOf(level);
  }
}
