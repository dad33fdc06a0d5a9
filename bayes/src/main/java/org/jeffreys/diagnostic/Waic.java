package org.jeffreys.diagnostic;

import java.util.function.IntFunction;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;

/**
 * The widely applicable information criterion, on the scale of the log predictive density; {@link
 * Loo} is the better estimate, and tells where it fails.
 *
 * <pre>{@code
 * elpdᵢ = log meanₛ p(yᵢ | θₛ) - varₛ log p(yᵢ | θₛ)
 * }</pre>
 *
 * @param pointwise elpdᵢ
 * @param lppd see {@link Elpd#lppd}
 * @source Watanabe (2010), JMLR 11; Vehtari, Gelman and Gabry (2017), Statistics and Computing 27,
 *     eq. 11 to 13
 */
public record Waic(Doubles pointwise, Doubles lppd) implements Elpd {
  private static final double GREATEST_VARIANCE = 0.4;

  /**
   * Of a model.
   *
   * @param numObservations at least 1
   * @param logLikelihood gives log p(yᵢ | θₛ) of observation i as [chain][sample], at least two
   *     draws in all
   * @throws IllegalArgumentException for a likelihood that is not finite
   */
  public static Waic of(int numObservations, IntFunction<double[][]> logLikelihood) {
    Check.atLeast(numObservations, 1, "numObservations");
    double[] pointwise = new double[numObservations];
    double[] lppd = new double[numObservations];
    for (int i = 0; i < numObservations; i++) {
      double[] values = Chains.flatten(LogLikelihoods.check(logLikelihood.apply(i), i));
      Check.atLeast(values.length, 2, "draws of all chains");
      lppd[i] = LogLikelihoods.logMean(values);
      pointwise[i] = lppd[i] - Chains.variance(values);
    }
    return new Waic(Doubles.of(pointwise), Doubles.of(lppd));
  }

  /** The observations whose log likelihood varies by more than 0.4: use {@link Loo}. */
  public long numUnreliable() {
    long count = 0;
    for (int i = 0; i < numObservations(); i++) {
      count += lppd.get(i) - pointwise.get(i) > GREATEST_VARIANCE ? 1 : 0;
    }
    return count;
  }
}
