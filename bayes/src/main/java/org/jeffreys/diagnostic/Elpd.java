package org.jeffreys.diagnostic;

import org.jeffreys.core.Doubles;

/**
 * An estimate of a model's expected log pointwise predictive density for new data, in nats.
 *
 * @source Vehtari, Gelman and Gabry (2017), Statistics and Computing 27, section 2
 */
public sealed interface Elpd permits Loo, Waic {
  /** The part of each observation. */
  Doubles pointwise();

  /** The log predictive density of each observation by a posterior that has seen it. */
  Doubles lppd();

  /** The number of observations. */
  default int numObservations() {
    return pointwise().size();
  }

  /** The estimate: the sum over observations. */
  default double total() {
    return pointwise().stream().sum();
  }

  /** The standard error of the estimate; NaN for one observation. */
  default double standardError() {
    return sumError(pointwise().toArray());
  }

  /** The effective number of parameters, p_loo or p_waic: what having seen the data brings. */
  default double effectiveParameters() {
    return lppd().stream().sum() - total();
  }

  /** The standard error of a sum of independent values: {@code sqrt(n variance)}. */
  static double sumError(double[] values) {
    return Math.sqrt(values.length * Chains.variance(values));
  }
}
