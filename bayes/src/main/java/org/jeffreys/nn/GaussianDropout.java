package org.jeffreys.nn;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * Gaussian dropout: each input is multiplied by normal noise with the mean and the variance of the
 * mask of {@link Dropout}, so that an expected squared error is the same for both.
 *
 * <pre>{@code
 * y = x ε      ε ~ N(1, rate / (1 - rate)), independently
 * }</pre>
 *
 * <p>As a variational posterior: each row of the weight M behind it is M ε. Under the improper
 * log-uniform prior, p(|w|) ∝ 1/|w|, its divergence KL(q ‖ p) is the same for all M, and known up
 * to a constant only: training with a flat prior on that weight is variational inference. A penalty
 * on it is a regulariser beyond that. Under a normal prior the KL would be infinite, or with one
 * output fall with log |M|: other than for {@link Dropout}, no penalty stands for it.
 *
 * @param rate of the dropout with the same two moments, in [0, 1)
 * @source Srivastava et al. (2014), JMLR 15, section 10; Kingma, Salimans and Welling (2015),
 *     arXiv:1506.02557, section 3.2 for correlated weight noise
 */
public record GaussianDropout(double rate) implements MultiplicativeNoise {
  /** Checks the rate. */
  public GaussianDropout {
    Check.require(rate >= 0 && rate < 1, "rate", "a value in [0, 1)", rate);
  }

  /** The layer whose factors have the given variance α, at least 0. */
  public static GaussianDropout ofVariance(double variance) {
    Check.nonNegative(variance, "variance");
    return new GaussianDropout(variance / (1 + variance));
  }

  /** The variance of the factors, α = rate / (1 - rate). */
  public double variance() {
    return rate / (1 - rate);
  }

  /**
   * Factors of mean 1.
   *
   * @return @shape [draws, examples, input…]
   */
  @Override
  public Tensor drawNoise(DType dtype, long draws, long examples, Shape input, Rng rng) {
    Tensor normal = rng.normal(dtype, input.prepend(draws, examples).toArray());
    return normal.mulInPlace(Math.sqrt(variance())).add(1);
  }
}
