package org.jeffreys.inference.mcmc;

import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.Tensor;

/**
 * The variance of each coordinate over all chains, learnt from all their positions at one time
 * after the other.
 *
 * <pre>{@code
 * δ = x̄ - m      m' = m + δ C / (n + C)      s' = s + Σ (x - x̄)² + δ² n C / (n + C)
 * }</pre>
 *
 * @param mean m, @shape [1, dimension]
 * @param squares s, @shape [1, dimension]
 * @source Chan, Golub and LeVeque (1983), The American Statistician 37, for C positions
 */
public record PooledVariance(Tensor mean, Tensor squares) {
  private static final double PRIOR_COUNT = 5;
  private static final double PRIOR_SHARE = 1e-3;

  /** Of chains of which nothing was seen. */
  public static PooledVariance start(Tensor position) {
    return new PooledVariance(
        Tensor.zeros(position.dtype(), 1, position.size(1)),
        Tensor.zeros(position.dtype(), 1, position.size(1)));
  }

  /**
   * Learns from positions, in place.
   *
   * @param position @shape [chains, dimension]
   * @param times how often it has learnt, before this
   */
  public void update(Tensor position, long times) {
    double chains = position.size(0);
    Tensor here = position.mean(0).unsqueeze(0);
    Tensor change = here.sub(mean);
    squares.addInPlace(position.sub(here).square().sumKeep(0));
    squares.addInPlace(change.square(), chains * times / (times + 1));
    mean.addInPlace(change, 1 / (times + 1.0));
  }

  /**
   * The standard deviations, drawn a little towards small ones: {@code variance = (s + 5 · 10⁻³ d²)
   * / (n + 5)}.
   *
   * @param scale d, @shape [dimension] or [1]
   * @param count n, the positions seen
   */
  public Tensor scale(Tensor scale, long count) {
    Tensor prior = scale.square().mul(PRIOR_COUNT * PRIOR_SHARE);
    return squares.add(prior).div(count + PRIOR_COUNT).sqrt();
  }

  /** Forgets all. */
  public void restart() {
    mean.fill(0);
    squares.fill(0);
  }

  /** Adds these tensors to those of a snapshot. */
  void save(Map<String, Tensor> tensors) {
    tensors.put("pooledMean", mean);
    tensors.put("pooledSquares", squares);
  }

  /** What {@link #save} gave. */
  static PooledVariance restore(Map<String, Tensor> tensors) {
    return new PooledVariance(
        Check.present(tensors.get("pooledMean"), "pooledMean"),
        Check.present(tensors.get("pooledSquares"), "pooledSquares"));
  }
}
