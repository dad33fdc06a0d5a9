package org.jeffreys.inference.mcmc;

import java.util.Arrays;
import org.jeffreys.core.NumericalException;

/**
 * The variance of each coordinate.
 *
 * <pre>{@code
 * m' = m + (θ - m) / k      s' = s + (θ - m) (θ - m')      variance = s / (k - 1)
 * }</pre>
 *
 * @source Welford (1962), Technometrics 4(3)
 */
final class VarianceEstimator implements MassEstimator {
  private final double[] scale;
  private final double[] mean;
  private final double[] squares;
  private long count;

  VarianceEstimator(double[] scale) {
    this.scale = scale.clone();
    mean = new double[scale.length];
    squares = new double[scale.length];
  }

  @Override
  public void add(double[] position, double[] gradient) {
    count++;
    for (int i = 0; i < mean.length; i++) {
      double before = position[i] - mean[i];
      mean[i] += before / count;
      squares[i] += before * (position[i] - mean[i]);
    }
  }

  @Override
  public MassMatrix estimate() {
    double[] variance = new double[mean.length];
    for (int i = 0; i < variance.length; i++) {
      double found = squares[i] / Math.max(1, count - 1);
      variance[i] = shrunk(found, count) + prior(scale[i], count);
      if (!(variance[i] > 0 && variance[i] < Double.POSITIVE_INFINITY)) {
        throw new NumericalException(
            "mass: expected finite variances of the draws, got "
                + variance[i]
                + " at coordinate "
                + i
                + "; check that the posterior is proper");
      }
      scale[i] = Math.sqrt(variance[i]);
    }
    return new DiagonalMass(variance);
  }

  /** An entry of a covariance, less the part that the scales have. */
  static double shrunk(double found, long count) {
    return found * count / (count + PRIOR_COUNT);
  }

  /** What the scales add to the diagonal. */
  static double prior(double scale, long count) {
    return PRIOR_VARIANCE * scale * scale * PRIOR_COUNT / (count + PRIOR_COUNT);
  }

  @Override
  public void restart() {
    count = 0;
    Arrays.fill(mean, 0);
    Arrays.fill(squares, 0);
  }

  @Override
  public double[] content() {
    int length = mean.length;
    double[] content = Arrays.copyOf(mean, 3 * length + 1);
    System.arraycopy(squares, 0, content, length, length);
    System.arraycopy(scale, 0, content, 2 * length, length);
    content[3 * length] = count;
    return content;
  }

  @Override
  public void restore(double[] content) {
    System.arraycopy(content, 0, mean, 0, mean.length);
    int length = mean.length;
    System.arraycopy(content, length, squares, 0, length);
    System.arraycopy(content, 2 * length, scale, 0, length);
    count = (long) content[3 * length];
  }
}
