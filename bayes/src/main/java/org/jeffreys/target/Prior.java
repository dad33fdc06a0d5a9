package org.jeffreys.target;

import org.jeffreys.nn.ParameterLayout;
import org.jeffreys.nn.ParameterSpec;
import org.jeffreys.tensor.DType;

/** A prior distribution of a network's parameters: data, bound to a layout when it is used. */
public interface Prior {
  /**
   * How widely this prior spreads each element of an array of a network: half the width of the
   * central 68.27 %, which is the standard deviation of a normal prior.
   */
  double scaleOf(ParameterSpec spec);

  /**
   * This prior over the flat vector of a layout.
   *
   * @param likelihood whose own parameters bring their own priors
   */
  BoundPrior bind(ParameterLayout layout, Likelihood likelihood, DType dtype);
}
