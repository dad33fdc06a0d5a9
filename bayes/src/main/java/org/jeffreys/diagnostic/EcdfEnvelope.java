package org.jeffreys.diagnostic;

import java.util.Arrays;
import org.jeffreys.core.Doubles;

/**
 * The distribution of how far the empirical distribution function of uniform numbers strays, over
 * all points at once.
 *
 * <pre>{@code
 * level(x) = minₖ 2 min(P(Xₖ <= xₖ), P(Xₖ >= xₖ))      Xₖ ~ Binomial(N, zₖ)
 * Xₖ₊₁ - Xₖ given Xₖ ~ Binomial(N - Xₖ, (zₖ₊₁ - zₖ) / (1 - zₖ))
 * }</pre>
 *
 * @source Säilynoja, Bürkner and Vehtari (2022), Statistics and Computing 32, section 2 (γ is the
 *     level here)
 */
final class EcdfEnvelope {
  private static final int MOST_POINTS = 200;
  private static final int BISECTIONS = 50;
  private static final double NEGLIGIBLE = 1e-18;

  /** Sums of the same probabilities in another order are the same level. */
  private static final double ROUNDING = 1 + 1e-9;

  private final int count;
  private final double[] points;
  private final double[] logFactorial;

  /** P(Xₖ <= x) as [k][x]. */
  private final double[][] below;

  /** P(Xₖ >= x) as [k][x]. */
  private final double[][] above;

  private EcdfEnvelope(int count, double[] points) {
    this.count = count;
    this.points = points;
    logFactorial = new double[count + 1];
    for (int k = 2; k <= count; k++) {
      logFactorial[k] = logFactorial[k - 1] + Math.log(k);
    }
    below = new double[points.length][count + 1];
    above = new double[points.length][count + 1];
    for (int k = 0; k < points.length; k++) {
      accumulate(k);
    }
  }

  private void accumulate(int k) {
    double logIn = Math.log(points[k]);
    double logOut = Math.log1p(-points[k]);
    double sum = 0;
    for (int x = 0; x <= count; x++) {
      sum += probability(count, x, logIn, logOut);
      below[k][x] = sum;
    }
    sum = 0;
    for (int x = count; x >= 0; x--) {
      sum += probability(count, x, logIn, logOut);
      above[k][x] = sum;
    }
  }

  /**
   * At up to 200 points, at most as many as numbers, among the multiples of 1 / numRanks.
   *
   * @param count N
   * @param numRanks at least 2
   */
  static EcdfEnvelope of(int count, int numRanks) {
    int intervals = Math.max(2, Math.min(Math.min(count, numRanks), MOST_POINTS));
    double[] points = new double[intervals - 1];
    for (int k = 0; k < points.length; k++) {
      long rank = (k + 1L) * numRanks / intervals;
      points[k] = (double) rank / numRanks;
    }
    return new EcdfEnvelope(count, points);
  }

  /** z, ascending, in (0, 1). */
  Doubles points() {
    return Doubles.of(points);
  }

  /** The level of the numbers of values up to each point. */
  double level(int[] counts) {
    double least = 1;
    for (int k = 0; k < points.length; k++) {
      least = Math.min(least, 2 * Math.min(below[k][counts[k]], above[k][counts[k]]));
    }
    return least;
  }

  /** The greatest level whose probability is at most α. */
  double levelOfProbability(double alpha) {
    double low = 0;
    double high = 1;
    for (int k = 0; k < BISECTIONS; k++) {
      double middle = (low + high) / 2;
      if (probabilityOfLevel(middle) <= alpha) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low * (1 - 10 * (ROUNDING - 1));
  }

  /** The least number of values up to point k whose level is above the given one. */
  int least(int k, double level) {
    int least = 0;
    while (least < count && !(2 * below[k][least] > level * ROUNDING)) {
      least++;
    }
    return least;
  }

  /** The greatest number of values up to point k whose level is above the given one. */
  int most(int k, double level) {
    int most = count;
    while (most > 0 && !(2 * above[k][most] > level * ROUNDING)) {
      most--;
    }
    return most;
  }

  /** The probability that uniform numbers have this level or a lower one. */
  double probabilityOfLevel(double level) {
    double[] inside = {1};
    int first = 0;
    double before = 0;
    for (int k = 0; k < points.length; k++) {
      int least = least(k, level);
      int most = most(k, level);
      double[] next = new double[Math.max(0, most - least + 1)];
      double step = (points[k] - before) / (1 - before);
      for (int x = 0; x < inside.length; x++) {
        spread(inside[x], first + x, step, next, least);
      }
      inside = next;
      first = least;
      before = points[k];
    }
    return Math.min(1, Math.max(0, 1 - Arrays.stream(inside).sum()));
  }

  /** Adds where {@code from} values up to one point go to at the next. */
  private void spread(double weight, int from, double step, double[] next, int first) {
    int left = count - from;
    double mode = (left + 1) * step;
    double logIn = Math.log(step);
    double logOut = Math.log1p(-step);
    int fewest = Math.max(0, first - from);
    int most = Math.min(left, next.length - 1 + first - from);
    for (int more = fewest; more <= most; more++) {
      double added = weight * probability(left, more, logIn, logOut);
      next[from + more - first] += added;
      if (added < NEGLIGIBLE && more > mode) {
        return;
      }
    }
  }

  private double probability(int trials, int successes, double logIn, double logOut) {
    int failures = trials - successes;
    double logChoose = logFactorial[trials] - logFactorial[successes] - logFactorial[failures];
    return Math.exp(logChoose + successes * logIn + failures * logOut);
  }
}
