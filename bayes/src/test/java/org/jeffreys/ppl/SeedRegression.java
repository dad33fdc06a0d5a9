package org.jeffreys.ppl;

import java.util.function.DoubleBinaryOperator;
import org.jeffreys.core.Doubles;
import org.jeffreys.ppl.model.StraightLine;
import org.jeffreys.tensor.HostStream;
import org.jeffreys.tensor.Tensor;

/**
 * The regression that the library's introduction fits: {@code y = 3 x + 2 + 0.5 ε} at 100 points on
 * [-5, 5], with w ~ N(0, 1), b ~ N(0, 10²) and σ ~ U(0, 10).
 *
 * @param x inputs
 * @param y targets
 */
record SeedRegression(Doubles x, Doubles y) {
  static final int SIZE = 100;
  static final double NOISE = 0.5;

  /** What the data come of. */
  static double mean(double x) {
    return 3 * x + 2;
  }

  /** With noise from a seed. */
  static SeedRegression of(long seed) {
    HostStream stream = HostStream.keyed(seed, "seed regression", 0);
    double[] x = new double[SIZE];
    double[] y = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      x[i] = -5 + 10.0 * i / (SIZE - 1);
      y[i] = mean(x[i]) + NOISE * stream.nextNormal();
    }
    return new SeedRegression(Doubles.of(x), Doubles.of(y));
  }

  Program program() {
    return StraightLine.of(Tensor.of(x.toArray(), SIZE), Tensor.of(y.toArray(), SIZE));
  }

  /**
   * What is known of a number.
   *
   * @param sd its standard deviation
   */
  record Moments(double mean, double sd) {
    static Moments of(double[] draws) {
      double mean = Doubles.of(draws).mean();
      return new Moments(
          mean, Math.sqrt(Doubles.of(draws).map(d -> (d - mean) * (d - mean)).mean()));
    }
  }

  /**
   * The posterior given σ is normal, and σ is summed out by a fine grid.
   *
   * @return of w, b and σ
   */
  Moments[] posterior() {
    int grid = 4000;
    double[] logWeight = new double[grid];
    double[][] each = new double[grid][];
    double greatest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < grid; i++) {
      each[i] = given(0.3 + i * (0.6 / grid));
      logWeight[i] = each[i][5];
      greatest = Math.max(greatest, logWeight[i]);
    }
    double[] sums = new double[7];
    for (int i = 0; i < grid; i++) {
      double[] at = each[i];
      double weight = Math.exp(logWeight[i] - greatest);
      double[] terms = {
        1, at[0], at[0] * at[0] + at[2], at[1], at[1] * at[1] + at[3], at[4], at[4] * at[4]
      };
      for (int k = 0; k < sums.length; k++) {
        sums[k] += weight * terms[k];
      }
    }
    Moments[] moments = new Moments[3];
    for (int k = 0; k < 3; k++) {
      double mean = sums[2 * k + 1] / sums[0];
      moments[k] = new Moments(mean, Math.sqrt(sums[2 * k + 2] / sums[0] - mean * mean));
    }
    return moments;
  }

  /** Means and variances of w and b, σ, and log p(y | σ). */
  private double[] given(double sigma) {
    double noise = 1 / (sigma * sigma);
    double ww = 1 + noise * sum((u, v) -> u * u);
    double wb = noise * sum((u, v) -> u);
    double bb = 0.01 + noise * SIZE;
    double w = noise * sum((u, v) -> u * v);
    double b = noise * sum((u, v) -> v);
    double determinant = ww * bb - wb * wb;
    double meanW = (bb * w - wb * b) / determinant;
    double meanB = (ww * b - wb * w) / determinant;
    double fit = meanW * w + meanB * b - noise * sum((u, v) -> v * v);
    double logEvidence = -SIZE * Math.log(sigma) + fit / 2 - Math.log(determinant) / 2;
    return new double[] {meanW, meanB, bb / determinant, ww / determinant, sigma, logEvidence};
  }

  private double sum(DoubleBinaryOperator term) {
    double sum = 0;
    for (int i = 0; i < SIZE; i++) {
      sum += term.applyAsDouble(x.get(i), y.get(i));
    }
    return sum;
  }
}
