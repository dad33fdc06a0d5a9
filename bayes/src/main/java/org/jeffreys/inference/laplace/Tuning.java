package org.jeffreys.inference.laplace;

/** Which hyperparameters are chosen by the evidence. */
public enum Tuning {
  /** None: the prior and the estimate of the noise stay. */
  NONE,
  /** One factor on the prior's precision, and the noise of a Gaussian likelihood that learns it. */
  SHARED,
  /** As above, with one factor for each array of parameters. */
  PER_ARRAY
}
