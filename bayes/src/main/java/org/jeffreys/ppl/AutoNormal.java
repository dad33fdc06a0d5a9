package org.jeffreys.ppl;

import org.jeffreys.core.Check;
import org.jeffreys.target.MeanField;
import org.jeffreys.target.VariationalTarget;

/**
 * Independent normal distributions over a model's flat vector: exact means of a normal posterior,
 * and scales that are too small where its coordinates are correlated.
 *
 * @param initialScale of coordinates where the posterior has no curvature to start from, greater
 *     than 0
 */
public record AutoNormal(double initialScale) implements AutoGuide {
  /** Checks the scale. */
  public AutoNormal {
    Check.positive(initialScale, "initialScale");
  }

  /** An initial scale of 0.1. */
  public AutoNormal() {
    this(0.1);
  }

  @Override
  public VariationalTarget of(Model model, Elbo elbo) {
    return NormalGuide.of("AutoNormal", model, new MeanField(), elbo, initialScale);
  }
}
