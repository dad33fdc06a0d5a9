package org.jeffreys.cli.sample;

import org.jeffreys.diagnostic.Loo;
import org.jeffreys.diagnostic.Waic;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/** Estimates of predictive accuracy by log likelihoods, @shape [chains, samples, observations]. */
final class LogLikelihoodDraws {
  private LogLikelihoodDraws() {}

  static Loo loo(Tensor values) {
    return Loo.of((int) values.size(2), observation -> chains(values, observation));
  }

  static Waic waic(Tensor values) {
    return Waic.of((int) values.size(2), observation -> chains(values, observation));
  }

  /** Those of one observation, [chain][sample]. */
  private static double[][] chains(Tensor values, int observation) {
    double[] flat;
    try (Scope scope = Scope.open()) {
      flat = values.select(2, observation).contiguous().toDoubles();
    }
    int samples = (int) values.size(1);
    double[][] chains = new double[(int) values.size(0)][samples];
    for (int chain = 0; chain < chains.length; chain++) {
      System.arraycopy(flat, chain * samples, chains[chain], 0, samples);
    }
    return chains;
  }
}
