package org.jeffreys.ppl;

import org.jeffreys.target.VariationalTarget;

/**
 * A guide that is made from a model: a family of distributions over its flat vector. Parameters of
 * the model itself are points, learnt with it.
 *
 * <pre>{@code
 * VariationalFit fit = Svi.of(2000, 0.03).fit(new AutoNormal().of(model), Run.of(1));
 * }</pre>
 */
public interface AutoGuide {
  /**
   * The guide of a model, which is to raise a bound.
   *
   * @throws IllegalArgumentException if the model or the bound cannot be served; it says why
   */
  VariationalTarget of(Model model, Elbo elbo);

  /**
   * The guide of a model, which is to raise the ELBO by a draw in each step, with gradients that
   * stick the landing where the guide has them.
   */
  default VariationalTarget of(Model model) {
    return of(model, Elbo.trace(1).sticky());
  }
}
