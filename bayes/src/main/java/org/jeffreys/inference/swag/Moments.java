package org.jeffreys.inference.swag;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;

/**
 * The moments of collected positions, chain by chain, and the normal distribution they make.
 *
 * @param mean m, @shape [chains, dimension]
 * @param squares the sum of squared deviations s, @shape [chains, dimension]
 * @param deviations the last K from the mean of their time, in a ring, @shape [chains, K,
 *     dimension]
 * @param count t, the number of positions collected
 */
public record Moments(Tensor mean, Tensor squares, Tensor deviations, long count) {
  /** Of no position yet, like the one given. */
  static Moments none(Tensor position, int rank) {
    long chains = position.size(0);
    long dimension = position.size(1);
    return new Moments(
        Tensor.zeros(position.dtype(), chains, dimension),
        Tensor.zeros(position.dtype(), chains, dimension),
        Tensor.zeros(position.dtype(), chains, rank, dimension),
        0);
  }

  /** These with one more position, in the same memory. */
  Moments with(Tensor position) {
    Tensor before = position.sub(mean);
    mean.addInPlace(before, 1.0 / (count + 1));
    Tensor after = position.sub(mean);
    squares.addProductInPlace(before, after, 1);
    deviations.select(1, count % deviations.size(1)).copyFrom(after);
    return new Moments(mean, squares, deviations, count + 1);
  }

  /**
   * Draws from the normal distribution with half of the diagonal and half of the low-rank
   * covariance.
   *
   * <pre>{@code
   * θ = m + √(s / t) z₁ / √2 + D z₂ / √(2 (K - 1))      z₁, z₂ standard normal
   * }</pre>
   *
   * @param rng one stream a chain
   * @return @shape [chains, samples, dimension]
   * @throws IllegalStateException if fewer than K positions were collected
   * @source Maddox et al. (2019), eq. 1
   */
  public Tensor sample(int numSamples, Rng rng) {
    Check.atLeast(numSamples, 1, "numSamples");
    long rank = deviations.size(1);
    if (count < rank) {
      throw new IllegalStateException(
          "moments: expected at least " + rank + " positions to draw by, got " + count);
    }
    long chains = mean.size(0);
    Tensor diagonal = rng.normal(mean.dtype(), chains, numSamples, mean.size(1));
    Tensor low = rng.normal(mean.dtype(), chains, numSamples, rank);
    Tensor spread = squares.mul(0.5 / count).sqrt().unsqueeze(1);
    return mean.unsqueeze(1)
        .addProduct(diagonal, spread)
        .addInPlace(Linalg.batchedProduct(low, deviations), 1 / Math.sqrt(2.0 * (rank - 1)));
  }
}
