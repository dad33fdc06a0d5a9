package org.jeffreys.inference.mcmc;

/**
 * Learns the mass matrix of one chain from its draws in a window of warm-up.
 *
 * <p>What is found is drawn towards a small multiple of the scales d as far as few draws were seen:
 * {@code (k Σ + 5 · 10⁻³ d²) / (k + 5)} after k of them. From the second window on, d are the
 * standard deviations that the window before found, so that no posterior is too narrow for it.
 *
 * @source the Stan reference manual, "HMC algorithm parameters", where d is 1 always
 */
sealed interface MassEstimator
    permits NoEstimator, VarianceEstimator, CovarianceEstimator, LowRankEstimator {
  /** What the scales count for, in draws. */
  double PRIOR_COUNT = 5;

  /** The variance that they stand for, in units of d². */
  double PRIOR_VARIANCE = 1e-3;

  /** Learns from a draw and the gradient of the log density there. */
  void add(double[] position, double[] gradient);

  /** The mass matrix by what was seen since the last restart. */
  MassMatrix estimate();

  /** Forgets all. */
  void restart();

  /** All that was seen, as {@link #restore} takes it. */
  double[] content();

  /** Puts it where it was. */
  void restore(double[] content);
}
