package org.jeffreys.diagnostic;

import java.util.Arrays;
import java.util.function.IntFunction;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;

/**
 * Leave-one-out cross-validation from one posterior, by Pareto smoothed importance sampling.
 *
 * <pre>{@code
 * elpdᵢ = log Σₛ wᵢₛ p(yᵢ | θₛ)      wᵢ = smoothed 1 / p(yᵢ | θₛ), normalised
 * }</pre>
 *
 * @param pointwise elpdᵢ
 * @param lppd see {@link Elpd#lppd}
 * @param khat k̂ of each observation's weights: influential ones have a great one
 * @param numDraws of all chains
 * @source Vehtari, Gelman and Gabry (2017), Statistics and Computing 27, eq. 10
 */
public record Loo(Doubles pointwise, Doubles lppd, Doubles khat, int numDraws) implements Elpd {

  /**
   * Of a model.
   *
   * @param numObservations at least 1
   * @param logLikelihood gives log p(yᵢ | θₛ) of observation i as [chain][sample]
   * @throws IllegalArgumentException for a likelihood that is not finite
   */
  public static Loo of(int numObservations, IntFunction<double[][]> logLikelihood) {
    Check.atLeast(numObservations, 1, "numObservations");
    double[] pointwise = new double[numObservations];
    double[] lppd = new double[numObservations];
    double[] khat = new double[numObservations];
    int numDraws = 0;
    for (int i = 0; i < numObservations; i++) {
      double[][] chains = LogLikelihoods.check(logLikelihood.apply(i), i);
      double[] values = Chains.flatten(chains);
      double[] ratios = Arrays.stream(values).map(value -> -value).toArray();
      Psis psis = Psis.of(ratios, relativeEfficiency(chains, values));
      for (int s = 0; s < ratios.length; s++) {
        ratios[s] = psis.logWeights().get(s) + values[s];
      }
      pointwise[i] = LogSumExp.of(ratios);
      lppd[i] = LogLikelihoods.logMean(values);
      khat[i] = psis.khat();
      numDraws = values.length;
    }
    return new Loo(Doubles.of(pointwise), Doubles.of(lppd), Doubles.of(khat), numDraws);
  }

  /** That of the likelihood's mean; 1 where nothing can be said. */
  private static double relativeEfficiency(double[][] chains, double[] values) {
    double greatest = Arrays.stream(values).max().orElseThrow();
    double[][] likelihood = Chains.map(chains, value -> Math.exp(value - greatest));
    double size = EffectiveSampleSize.mean(likelihood);
    return size > 0 ? size / values.length : 1;
  }

  /**
   * The observations whose k̂ is above the {@link Psis#threshold}: too influential for this
   * estimate. Fit again without them, or compare by cross-validation in folds.
   */
  public long numUnreliable() {
    double threshold = Psis.threshold(numDraws);
    return khat.stream().filter(k -> !(k <= threshold)).count();
  }
}
