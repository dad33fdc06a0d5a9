package org.jeffreys.diagnostic;

import java.util.Arrays;

/** The logarithm of a sum of exponentials, safe from overflow. */
final class LogSumExp {
  private LogSumExp() {}

  /** Of all values; negative infinity where there are none or all are that. */
  static double of(double[] values) {
    double max = Arrays.stream(values).max().orElse(Double.NEGATIVE_INFINITY);
    if (Double.isInfinite(max)) {
      return max;
    }
    double sum = 0;
    for (double value : values) {
      sum += Math.exp(value - max);
    }
    return max + Math.log(sum);
  }
}
