package org.jeffreys.ppl;

import org.jeffreys.core.Check;
import org.jeffreys.target.FullCovariance;
import org.jeffreys.target.Guide;
import org.jeffreys.target.MeanField;
import org.jeffreys.target.VariationalTarget;

/**
 * All normal distributions over a model's flat vector, by the Cholesky factor of the covariance.
 *
 * @param initialScale of coordinates where the posterior has no curvature to start from, greater
 *     than 0
 */
public record AutoMultivariateNormal(double initialScale) implements AutoGuide {
  /** Checks the scale. */
  public AutoMultivariateNormal {
    Check.positive(initialScale, "initialScale");
  }

  /** An initial scale of 0.1. */
  public AutoMultivariateNormal() {
    this(0.1);
  }

  @Override
  public VariationalTarget of(Model model, Elbo elbo) {
    return NormalGuide.of("AutoMultivariateNormal", model, family(model), elbo, initialScale);
  }

  /** One coordinate has nothing to be correlated with. */
  static Guide family(Model model) {
    return Coordinates.of(model.layout()).numLatent() == 1 ? new MeanField() : new FullCovariance();
  }
}
