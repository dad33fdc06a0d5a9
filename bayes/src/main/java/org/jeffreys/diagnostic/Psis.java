package org.jeffreys.diagnostic;

import java.util.Arrays;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;

/**
 * Pareto smoothed importance sampling: weights whose greatest are replaced by the expected order
 * statistics of the generalised Pareto distribution that fits them, and whose shape tells whether
 * they are to be trusted.
 *
 * <pre>{@code
 * M = ⌈min(S / 5, 3 sqrt(S / r))⌉ greatest ratios; the m-th of them becomes F⁻¹((m - 1/2) / M), at
 * most the greatest ratio
 * }</pre>
 *
 * <p>These are the numbers of the R package loo, but for ratios that are all equal (to 1e-8 nats),
 * whose shape is negative infinity: then proposal and target agree. The shape is positive infinity
 * where nothing can be fitted: fewer than 5 ratios in the tail, or all of that equal.
 *
 * @param logWeights normalised: their exponentials sum to 1
 * @param khat k̂, the shape of the tail
 * @param tailLength M
 * @param effectiveSampleSize r / Σ w²
 * @source Vehtari, Simpson, Gelman, Yao and Gabry (2024), JMLR 25(72), algorithm 1 and section 3
 */
public record Psis(Doubles logWeights, double khat, int tailLength, double effectiveSampleSize) {
  private static final int LEAST_TAIL = 5;
  private static final double ALL_EQUAL_NATS = 1e-8;
  private static final double GREATEST_THRESHOLD = 0.7;

  /** Of independent draws. */
  public static Psis of(double[] logRatios) {
    return of(logRatios, 1);
  }

  /**
   * Smooths importance ratios.
   *
   * @param logRatios log p / q of each draw from q, up to a constant; negative infinity where p is
   *     0
   * @param relativeEfficiency r > 0, the {@link EffectiveSampleSize} of the draws over their number
   * @throws IllegalArgumentException for a ratio that is NaN or infinite, and where all are 0
   */
  public static Psis of(double[] logRatios, double relativeEfficiency) {
    Check.positive(relativeEfficiency, "relativeEfficiency");
    double greatest = greatest(logRatios);
    double[] weights = Arrays.stream(logRatios).map(ratio -> ratio - greatest).toArray();
    int count = weights.length;
    int tailLength =
        (int) Math.ceil(Math.min(0.2 * count, 3 * Math.sqrt(count / relativeEfficiency)));
    double khat = smooth(weights, tailLength);
    double total = LogSumExp.of(weights);
    double squares = 0;
    for (int s = 0; s < count; s++) {
      weights[s] -= total;
      squares += Math.exp(2 * weights[s]);
    }
    return new Psis(Doubles.of(weights), khat, tailLength, relativeEfficiency / squares);
  }

  /**
   * The k̂ up to which estimates from so many draws are reliable: {@code min(1 - 1 / log₁₀ S,
   * 0.7)}.
   */
  public static double threshold(int numDraws) {
    Check.atLeast(numDraws, 1, "numDraws");
    return Math.min(1 - 1 / Math.log10(numDraws), GREATEST_THRESHOLD);
  }

  /** Whether k̂ is up to the threshold. */
  public boolean isReliable() {
    return khat <= threshold(logWeights.size());
  }

  private static double greatest(double[] logRatios) {
    Check.atLeast(logRatios.length, 1, "number of ratios");
    double greatest = Double.NEGATIVE_INFINITY;
    for (int s = 0; s < logRatios.length; s++) {
      double ratio = logRatios[s];
      if (!(ratio < Double.POSITIVE_INFINITY)) {
        throw Check.failure("logRatios[" + s + "]", "a finite value or -Infinity", ratio);
      }
      greatest = Math.max(greatest, ratio);
    }
    Check.require(
        greatest > Double.NEGATIVE_INFINITY,
        "logRatios",
        "a finite value",
        "only -Infinity",
        "the draws miss where the target lies");
    return greatest;
  }

  /** Smooths log weights of at most 0 in place and gives the shape. */
  private static double smooth(double[] weights, int tailLength) {
    int count = weights.length;
    int[] order = Ranking.order(weights);
    if (weights[order[count - 1]] - weights[order[0]] <= ALL_EQUAL_NATS) {
      return Double.NEGATIVE_INFINITY;
    }
    int first = count - tailLength;
    if (tailLength < LEAST_TAIL || weights[order[first]] == weights[order[count - 1]]) {
      return Double.POSITIVE_INFINITY;
    }
    double cutoff = Math.exp(weights[order[first - 1]]);
    double[] exceedances = new double[tailLength];
    for (int m = 0; m < tailLength; m++) {
      exceedances[m] = Math.exp(weights[order[first + m]]) - cutoff;
    }
    GeneralizedPareto pareto = GeneralizedPareto.fit(exceedances);
    if (!Double.isFinite(pareto.shape())) {
      return Double.POSITIVE_INFINITY;
    }
    for (int m = 0; m < tailLength; m++) {
      double smoothed = Math.log(pareto.quantile((m + 0.5) / tailLength) + cutoff);
      weights[order[first + m]] = Math.min(smoothed, 0);
    }
    return pareto.shape();
  }
}
