package org.jeffreys.target;

import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** A prior over a flat parameter vector. Holds memory until closed. */
public interface BoundPrior extends AutoCloseable {
  /** The log density of each draw. @shape position [draws, dimension]; result [draws] */
  Tensor logProb(Tensor position);

  /**
   * Adds {@code factor} times the gradient of the log density to {@code sum}.
   *
   * @shape both [draws, dimension]
   */
  void addGradient(Tensor position, Tensor sum, double factor);

  /**
   * How widely each parameter is spread, in the sense of {@link Prior#scaleOf}: the standard
   * deviation of a normal prior; null where it is infinite.
   *
   * @shape [dimension], owned by the prior
   */
  @Nullable Tensor scale();

  /**
   * The mean and the precision of independent normal distributions; null for a prior that is
   * something else. The precision is 0 where the prior says nothing.
   *
   * @param location @shape [dimension], or [draws, dimension] where draws differ
   * @param precision @shape [dimension]
   */
  record NormalForm(Tensor location, Tensor precision) {}

  /** This as independent normal distributions, in tensors the prior owns; null if it is not. */
  @Nullable NormalForm normalForm();

  /** Draws from the prior. @shape [draws, dimension] */
  Tensor sample(int draws, Rng rng);

  /** Draws to start chains from: those of heavy tails are cut off. @shape [draws, dimension] */
  default Tensor start(int draws, Rng rng) {
    return sample(draws, rng);
  }

  @Override
  void close();
}
