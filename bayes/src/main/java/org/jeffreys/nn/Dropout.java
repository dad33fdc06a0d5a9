package org.jeffreys.nn;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * Bernoulli dropout: each input vanishes with probability {@code rate}; those left are enlarged, so
 * that the mean is the input.
 *
 * <pre>{@code
 * y = x z / (1 - rate)      z ~ Bernoulli(1 - rate), independently
 * }</pre>
 *
 * <p>As a variational posterior: each row of the weight M behind it is 0 with probability rate, and
 * M / (1 - rate) else. Where the prior of that weight is N(0, s²), training with the penalty |M|² /
 * (2 s'²) minimises KL(q ‖ p), up to a constant, if {@code s = s' / √(1 - rate)}: see {@link
 * #impliedPriorScale}. The mean function leaves the inputs as they are, which is the mean of y.
 *
 * @param rate the probability of a zero, in [0, 1); realised as a multiple of 1/65536
 * @source Srivastava et al. (2014), JMLR 15; Gal and Ghahramani (2016), arXiv:1506.02157, appendix
 *     section 3
 */
public record Dropout(double rate) implements MultiplicativeNoise {
  /** Checks the rate. */
  public Dropout {
    Check.require(rate >= 0 && rate < 1, "rate", "a value in [0, 1)", rate);
  }

  /** The scale of the prior that a penalty on the weight behind this layer stands for. */
  public double impliedPriorScale(double penaltyScale) {
    return penaltyScale / Math.sqrt(1 - rate);
  }

  /**
   * Masks: 0, or 1 / (1 - rate).
   *
   * @return @shape [draws, examples, input…]
   */
  @Override
  public Tensor drawNoise(DType dtype, long draws, long examples, Shape input, Rng rng) {
    return rng.mask(dtype, 1 - rate, input.prepend(draws, examples).toArray());
  }
}
