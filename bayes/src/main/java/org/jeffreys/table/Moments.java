package org.jeffreys.table;

import java.util.Arrays;

/**
 * Mean, standard deviation and skewness of numbers.
 *
 * @param mean NaN if there are none
 * @param standardDeviation √(Σ(x - mean)² / n); 0 if it is below the rounding of the mean
 * @param skewness Σ(x - mean)³ / (n sd³); 0 where the standard deviation is
 */
record Moments(double mean, double standardDeviation, double skewness) {
  /** Deviations below this share of the greatest number are its rounding. */
  private static final double ROUNDING = 1e-13;

  static Moments of(double... values) {
    double greatest = Arrays.stream(values).map(Math::abs).max().orElse(0);
    if (greatest == 0) {
      return new Moments(values.length == 0 ? Double.NaN : 0, 0, 0);
    }
    // Of numbers in [-1, 1], so that no sum overflows.
    double mean = Arrays.stream(values).map(x -> x / greatest).average().orElse(Double.NaN);
    double squares = 0;
    double cubes = 0;
    for (double value : values) {
      double deviation = value / greatest - mean;
      squares += deviation * deviation;
      cubes += deviation * deviation * deviation;
    }
    double sd = Math.sqrt(squares / values.length);
    if (sd <= ROUNDING || sd * greatest < Double.MIN_NORMAL) {
      return new Moments(mean * greatest, 0, 0);
    }
    return new Moments(mean * greatest, sd * greatest, cubes / (values.length * sd * sd * sd));
  }
}
