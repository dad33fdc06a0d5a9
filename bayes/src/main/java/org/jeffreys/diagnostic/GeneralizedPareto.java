package org.jeffreys.diagnostic;

import java.util.stream.IntStream;

/**
 * The generalised Pareto distribution of exceedances.
 *
 * <pre>{@code
 * F(x) = 1 - (1 + k x / σ)^(-1/k)      1 - exp(-x / σ) for k = 0
 * }</pre>
 *
 * @param shape k: moments of order 1 / k and above are infinite
 * @param scale σ
 */
record GeneralizedPareto(double shape, double scale) {
  private static final double PRIOR = 3;
  private static final int LEAST_GRID = 30;
  private static final double PRIOR_COUNT = 10;
  private static final double PRIOR_SHAPE = 0.5;

  /**
   * The posterior mean under the weakly informative prior of Zhang and Stephens, its shape then
   * drawn towards 1/2 as if by ten more exceedances.
   *
   * @param sorted exceedances > 0, ascending
   * @source Zhang and Stephens (2009), Technometrics 51, sections 3 and 4; Vehtari et al. (2024),
   *     appendix G
   */
  static GeneralizedPareto fit(double[] sorted) {
    int count = sorted.length;
    int grid = LEAST_GRID + (int) Math.sqrt(count);
    double quartile = sorted[(int) (count / 4.0 + 0.5) - 1];
    double[] theta =
        IntStream.range(0, grid)
            .mapToDouble(j -> 1 - Math.sqrt(grid / (j + 0.5)))
            .map(step -> 1 / sorted[count - 1] + step / (PRIOR * quartile))
            .toArray();
    double[] logLikelihood = new double[grid];
    for (int j = 0; j < grid; j++) {
      double shape = shape(theta[j], sorted);
      logLikelihood[j] = count * (Math.log(-theta[j] / shape) - shape - 1);
    }
    double total = LogSumExp.of(logLikelihood);
    double mean = 0;
    for (int j = 0; j < grid; j++) {
      mean += theta[j] * Math.exp(logLikelihood[j] - total);
    }
    double shape = shape(mean, sorted);
    double shrunk = (shape * count + PRIOR_SHAPE * PRIOR_COUNT) / (count + PRIOR_COUNT);
    return new GeneralizedPareto(shrunk, -shape / mean);
  }

  /** The likeliest k where σ = -k / θ. */
  private static double shape(double theta, double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += Math.log1p(-theta * value);
    }
    return sum / values.length;
  }

  /** The exceedance below which a share p lies. */
  double quantile(double p) {
    double exponential = -Math.log1p(-p);
    return shape == 0 ? scale * exponential : scale * Math.expm1(shape * exponential) / shape;
  }
}
