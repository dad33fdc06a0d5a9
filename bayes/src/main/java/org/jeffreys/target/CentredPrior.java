package org.jeffreys.target;

import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.nn.ParameterLayout;
import org.jeffreys.nn.ParameterSpec;
import org.jeffreys.tensor.DType;

/**
 * Independent normal distributions around given weights, such as those of a network trained on
 * other data, or on the same: an empirical prior, whose posterior is then too sure of itself by as
 * much as the data were used twice.
 *
 * <pre>{@code
 * θᵢ ~ N(centreᵢ, max(factor |centreᵢ|, least)²)
 * }</pre>
 *
 * <p>The likelihood's parameters keep their own priors.
 *
 * @param centre of the whole flat vector, the likelihood's parameters included
 * @param factor of the scale to the size of a weight, at least 0
 * @param least scale, greater than 0
 * @source Krishnan, Subedar and Tickoo (2020), AAAI, section 3, who fix the prior's scale at 1
 */
public record CentredPrior(Doubles centre, double factor, double least) implements Prior {
  /** Checks the values. */
  public CentredPrior {
    centre.stream().forEach(each -> Check.finite(each, "centre"));
    Check.nonNegative(factor, "factor");
    Check.positive(least, "least");
  }

  /** One scale around all weights. */
  public static CentredPrior fixed(Doubles centre, double scale) {
    return new CentredPrior(centre, 0, scale);
  }

  /** The least scale within the array: those of its elements may differ. */
  @Override
  public double scaleOf(ParameterSpec spec) {
    return least;
  }

  @Override
  public BoundPrior bind(ParameterLayout layout, Likelihood likelihood, DType dtype) {
    Check.require(
        centre.size() == layout.dimension(),
        "centre",
        layout.dimension() + " values, one a parameter",
        centre.size());
    double[] loc = centre.toArray();
    double[] scale = new double[loc.length];
    double[] ours = layout.fill(spec -> spec.ownPrior() ? 0 : 1);
    for (ParameterLayout.Slot slot : layout.slots()) {
      boolean own = slot.spec().role() == ParameterSpec.Role.LIKELIHOOD;
      for (int i = slot.offset(); i < slot.offset() + slot.size(); i++) {
        scale[i] = Math.max(factor * Math.abs(loc[i]), least);
        if (own) {
          NormalPrior.Normal prior = likelihood.priorOf(slot.spec());
          loc[i] = prior.loc();
          scale[i] = prior.scale();
        }
      }
    }
    return NormalPrior.Bound.of(dtype, loc, scale, ours);
  }
}
