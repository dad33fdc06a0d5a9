package org.jeffreys.ppl;

import org.jeffreys.core.Check;
import org.jeffreys.distribution.Flow;
import org.jeffreys.distribution.InverseAutoregressiveFlow;
import org.jeffreys.distribution.StackedFlow;
import org.jeffreys.target.VariationalTarget;

/**
 * Normal numbers bent by inverse autoregressive flows, moved and scaled: guides for posteriors that
 * are not normal.
 *
 * @param numFlows at least 1
 * @param hidden the width of each flow's network, at least 1
 * @param initialScale of coordinates where the posterior has no curvature to start from, greater
 *     than 0
 * @source Kingma et al. (2016), arXiv:1606.04934
 */
public record AutoFlow(int numFlows, int hidden, double initialScale) implements AutoGuide {
  /** Checks the settings. */
  public AutoFlow {
    Check.atLeast(numFlows, 1, "numFlows");
    Check.atLeast(hidden, 1, "hidden");
    Check.positive(initialScale, "initialScale");
  }

  /** Two flows of networks with 32 units, and an initial scale of 0.1. */
  public AutoFlow() {
    this(2, 32, 0.1);
  }

  @Override
  public VariationalTarget of(Model model) {
    return of(model, Elbo.trace(1));
  }

  @Override
  public VariationalTarget of(Model model, Elbo elbo) {
    int dimension = Coordinates.of(model.layout()).numLatent();
    Check.atLeast(dimension, 2, "AutoFlow: random variables");
    Flow flow = StackedFlow.of(numFlows, new InverseAutoregressiveFlow(dimension, hidden));
    return FlowGuide.of("AutoFlow", model, flow, elbo, initialScale);
  }
}
