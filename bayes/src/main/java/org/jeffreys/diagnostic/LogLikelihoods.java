package org.jeffreys.diagnostic;

import org.jeffreys.core.Check;

/** The log likelihoods of one observation under all draws. */
final class LogLikelihoods {
  private LogLikelihoods() {}

  /** Checked, [chain][sample]. */
  static double[][] check(double[][] logLikelihood, int observation) {
    Chains.check(logLikelihood);
    for (double[] chain : logLikelihood) {
      for (double value : chain) {
        if (!Double.isFinite(value)) {
          throw Check.failure(
              "log likelihood of observation " + observation, "a finite value in each draw", value);
        }
      }
    }
    return logLikelihood;
  }

  /** The logarithm of the mean likelihood. */
  static double logMean(double[] logLikelihood) {
    return LogSumExp.of(logLikelihood) - Math.log(logLikelihood.length);
  }
}
