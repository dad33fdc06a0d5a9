package org.jeffreys.ppl;

import org.jeffreys.core.Check;
import org.jeffreys.target.LowRank;
import org.jeffreys.target.VariationalTarget;

/**
 * Normal distributions over a model's flat vector whose covariance is a diagonal matrix and one of
 * low rank.
 *
 * @param rank at least 1
 * @param initialScale greater than 0
 */
public record AutoLowRank(int rank, double initialScale) implements AutoGuide {
  /** Checks the settings. */
  public AutoLowRank {
    Check.atLeast(rank, 1, "rank");
    Check.positive(initialScale, "initialScale");
  }

  /** An initial scale of 0.1. */
  public AutoLowRank(int rank) {
    this(rank, 0.1);
  }

  @Override
  public VariationalTarget of(Model model, Elbo elbo) {
    return NormalGuide.of("AutoLowRank", model, new LowRank(rank), elbo, initialScale);
  }
}
