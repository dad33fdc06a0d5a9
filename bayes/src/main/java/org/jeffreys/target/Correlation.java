package org.jeffreys.target;

import org.jeffreys.tensor.Tensor;

/** What correlates the coordinates of a {@link Guide}, at given values: {@code z = ε + B η}. */
public interface Correlation {
  /**
   * Correlated standard noise.
   *
   * @param noise @shape [chains, samples, number of noise]
   * @return z, @shape [chains, samples, dimension]
   */
  Tensor correlate(Tensor noise);

  /**
   * Writes the derivative of an objective in the correlations, summed over samples.
   *
   * @param delta the derivative in z, @shape [chains, samples, dimension]
   * @param out unset memory, @shape [chains, number of correlations]
   */
  void gradientInto(Tensor noise, Tensor delta, Tensor out);

  /** The variance of each coordinate of {@code B η}. @shape [chains, dimension] */
  Tensor variance();

  /**
   * The squares {@code zᵀ C⁻¹ z}, where C is the covariance of z.
   *
   * @param standard what {@link #correlate} made of the noise
   * @return @shape [chains, samples]
   */
  Tensor squaredNorm(Tensor noise, Tensor standard);

  /**
   * {@code C⁻¹ z}: minus the derivative of the log density of z.
   *
   * @param standard what {@link #correlate} made of the noise
   * @return @shape [chains, samples, dimension]
   */
  Tensor whitened(Tensor noise, Tensor standard);

  /** Half the logarithm of the determinant of z's covariance. @shape [chains] */
  Tensor logVolume();

  /**
   * Adds the derivative of {@code Σᵢ weightᵢ varianceᵢ / 2 + factor · logVolume}.
   *
   * @param weight @shape [chains, dimension]
   * @param sum @shape [chains, number of correlations]
   */
  void addGradient(Tensor weight, double factor, Tensor sum);
}
