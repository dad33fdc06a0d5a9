package org.jeffreys.target;

import org.jeffreys.nn.ParameterLayout;
import org.jeffreys.nn.ParameterSpec;
import org.jeffreys.tensor.DType;

/** A prior distribution of a network's parameters: data, bound to a layout when it is used. */
public interface Prior {
  /** The standard deviation this prior gives each element of an array of a network. */
  double scaleOf(ParameterSpec spec);

  /**
   * This prior over the flat vector of a layout.
   *
   * @param likelihood whose own parameters bring their own priors
   */
  BoundPrior bind(ParameterLayout layout, Likelihood likelihood, DType dtype);
}
