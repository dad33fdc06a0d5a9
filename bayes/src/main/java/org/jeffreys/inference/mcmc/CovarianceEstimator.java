package org.jeffreys.inference.mcmc;

import java.util.Arrays;

/**
 * The covariance of the coordinates.
 *
 * <pre>{@code
 * m' = m + (θ - m) / k      S' = S + (θ - m') (θ - m)ᵀ      covariance = S / (k - 1)
 * }</pre>
 *
 * @source Welford (1962), Technometrics 4(3), for products
 */
final class CovarianceEstimator implements MassEstimator {
  private final double[] scale;
  private final double[] mean;
  private final double[] before;
  private final double[] products;
  private final int fewest;
  private long count;

  /**
   * An estimator that has seen nothing.
   *
   * @param fewest draws of which correlations are believed; of fewer there are variances alone
   */
  CovarianceEstimator(double[] scale, int fewest) {
    this.fewest = fewest;
    this.scale = scale.clone();
    mean = new double[scale.length];
    before = new double[scale.length];
    products = new double[scale.length * scale.length];
  }

  @Override
  public void add(double[] position, double[] gradient) {
    count++;
    int dimension = mean.length;
    for (int i = 0; i < dimension; i++) {
      before[i] = position[i] - mean[i];
      mean[i] += before[i] / count;
    }
    // Of S, which is symmetric, the lower triangle.
    for (int i = 0; i < dimension; i++) {
      double after = position[i] - mean[i];
      for (int j = 0; j <= i; j++) {
        products[i * dimension + j] += after * before[j];
      }
    }
  }

  @Override
  public MassMatrix estimate() {
    int dimension = mean.length;
    double[] covariance = new double[products.length];
    for (int i = 0; i < dimension; i++) {
      for (int j = 0; j <= i; j++) {
        boolean isBelieved = i == j || count >= fewest;
        double found = isBelieved ? products[i * dimension + j] / Math.max(1, count - 1) : 0;
        double entry = VarianceEstimator.shrunk(found, count);
        covariance[i * dimension + j] = entry;
        covariance[j * dimension + i] = entry;
      }
      covariance[i * dimension + i] += VarianceEstimator.prior(scale[i], count);
      scale[i] = Math.sqrt(covariance[i * dimension + i]);
    }
    return new DenseMass(covariance);
  }

  /** The covariance that the scales stand for. */
  MassMatrix initial() {
    double[] covariance = new double[products.length];
    for (int i = 0; i < scale.length; i++) {
      covariance[i * scale.length + i] = scale[i] * scale[i];
    }
    return new DenseMass(covariance);
  }

  @Override
  public void restart() {
    count = 0;
    Arrays.fill(mean, 0);
    Arrays.fill(products, 0);
  }

  @Override
  public double[] content() {
    double[] content = Arrays.copyOf(mean, 2 * mean.length + products.length + 1);
    System.arraycopy(products, 0, content, mean.length, products.length);
    System.arraycopy(scale, 0, content, mean.length + products.length, scale.length);
    content[content.length - 1] = count;
    return content;
  }

  @Override
  public void restore(double[] content) {
    System.arraycopy(content, 0, mean, 0, mean.length);
    System.arraycopy(content, mean.length, products, 0, products.length);
    System.arraycopy(content, mean.length + products.length, scale, 0, scale.length);
    count = (long) content[content.length - 1];
  }
}
