package org.jeffreys.diagnostic;

import org.jeffreys.core.StandardNormal;

/**
 * Rank normalisation: each draw is replaced by the normal quantile of its rank among all S draws.
 *
 * <pre>{@code
 * z = Φ⁻¹((r - 3/8) / (S + 1/4))      r = rank from 1; ties share their mean rank
 * }</pre>
 *
 * @source Vehtari, Gelman, Simpson, Carpenter and Bürkner (2021), Bayesian Analysis 16, section 4
 */
final class RankNormalisation {
  private RankNormalisation() {}

  static double[][] of(double[][] draws) {
    double[] values = Chains.flatten(draws);
    int[] order = Ranking.order(values);
    double[] scores = new double[values.length];
    for (int first = 0; first < values.length; ) {
      int next = first + 1;
      while (next < values.length && values[order[next]] == values[order[first]]) {
        next++;
      }
      double rank = (first + 1 + next) / 2.0;
      double score = StandardNormal.quantile((rank - 0.375) / (values.length + 0.25));
      for (int k = first; k < next; k++) {
        scores[order[k]] = score;
      }
      first = next;
    }
    return Chains.unflatten(scores, draws.length);
  }
}
