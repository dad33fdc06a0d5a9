package org.jeffreys.inference.mcmc;

import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.Tensor;

/**
 * The variance of each coordinate of each chain, learnt from one position after the other.
 *
 * <pre>{@code
 * m' = m + (θ - m) / k      s' = s + (θ - m) (θ - m')      variance = s / (k - 1)
 * }</pre>
 *
 * @param mean m, @shape [chains, dimension]
 * @param squares s, @shape [chains, dimension]
 * @source Welford (1962), Technometrics 4(3)
 */
public record WelfordVariance(Tensor mean, Tensor squares) {
  private static final double PRIOR_COUNT = 5;

  /** Of chains of which nothing was seen. */
  public static WelfordVariance start(Tensor position) {
    return new WelfordVariance(
        Tensor.zeros(position.dtype(), position.shape()),
        Tensor.zeros(position.dtype(), position.shape()));
  }

  /**
   * Learns from positions, in place.
   *
   * @param count k, the positions so far, this one included
   */
  public void update(Tensor position, long count) {
    Tensor before = position.sub(mean);
    mean.addInPlace(before, 1.0 / count);
    squares.addProductInPlace(before, position.sub(mean), 1);
  }

  /**
   * The standard deviations, drawn towards a small one as far as few positions were seen: {@code
   * variance = (s + 5 · 10⁻³ d²) / (k + 5)}.
   *
   * @param scale d, @shape [dimension] or [1]
   * @param count k
   * @source the Stan reference manual, "HMC algorithm parameters", with d for 1
   */
  public Tensor scale(Tensor scale, long count) {
    Tensor prior = scale.square().mul(PRIOR_COUNT * 1e-3);
    double divisor = count + PRIOR_COUNT;
    return squares.mul(count / Math.max(1.0, count - 1.0)).add(prior).div(divisor).sqrt();
  }

  /** Forgets all. */
  public void restart() {
    mean.fill(0);
    squares.fill(0);
  }

  /** Adds these tensors to those of a snapshot. */
  void save(Map<String, Tensor> tensors) {
    tensors.put("welfordMean", mean);
    tensors.put("welfordSquares", squares);
  }

  /** What {@link #save} gave. */
  static WelfordVariance restore(Map<String, Tensor> tensors) {
    return new WelfordVariance(
        Check.present(tensors.get("welfordMean"), "welfordMean"),
        Check.present(tensors.get("welfordSquares"), "welfordSquares"));
  }
}
