package org.jeffreys.ppl;

import org.jeffreys.core.Check;
import org.jeffreys.target.LowRank;
import org.jeffreys.target.VariationalTarget;

/**
 * Normal distributions over a model's flat vector whose covariance is a diagonal matrix and one of
 * low rank.
 *
 * @param rank at least 1
 * @param initialScale of coordinates where the posterior has no curvature to start from, greater
 *     than 0
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
    // Its draws have more noise than coordinates: their log q is not a function of noise alone.
    Check.require(
        elbo.order() == 1 || elbo.sticking(),
        "AutoLowRank",
        "order 1, or a gradient that sticks the landing",
        elbo.order(),
        "call sticky()");
    return NormalGuide.of("AutoLowRank", model, new LowRank(rank), elbo, initialScale);
  }
}
