package org.jeffreys.predict;

import org.jeffreys.diagnostic.Ranking;

/** The weighted empirical distribution function of one number a draw, and its inverse. */
final class Ecdf {
  /** Sums of weights this near are the same probability. */
  private static final double ROUNDING = 1e-12;

  private final double[] sorted;

  /** The weight of all values up to each. */
  private final double[] cumulative;

  Ecdf(double[] values, WeightedDraws draws) {
    int[] order = Ranking.order(values);
    sorted = new double[values.length];
    cumulative = new double[values.length];
    double sum = 0;
    for (int k = 0; k < order.length; k++) {
      sum += draws.weight(order[k]);
      sorted[k] = values[order[k]];
      cumulative[k] = sum;
    }
  }

  /**
   * The least value with at least the weight p up to it; midway to the next where it is exactly p
   * (type 2 of Hyndman and Fan: repeating each draw as often changes nothing).
   */
  double quantile(double p) {
    int least = firstWith(p);
    boolean exactly = Math.abs(cumulative[least] - p) <= ROUNDING;
    int next = exactly ? firstWith(p + 2 * ROUNDING) : least;
    return sorted[least] / 2 + sorted[next] / 2;
  }

  /** The greatest value with at most the weight {@code level} up to it, else the least value. */
  double below(double level) {
    int first = firstWith(level);
    int last = Math.abs(cumulative[first] - level) <= ROUNDING ? first : first - 1;
    return sorted[Math.max(last, 0)];
  }

  /** The least value with at least the weight {@code level} up to it. */
  double above(double level) {
    return sorted[firstWith(level)];
  }

  /** Whether all values are equal. */
  boolean isPoint() {
    return sorted[0] == sorted[sorted.length - 1];
  }

  private int firstWith(double level) {
    int low = 0;
    int high = cumulative.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (cumulative[middle] >= level - ROUNDING) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
