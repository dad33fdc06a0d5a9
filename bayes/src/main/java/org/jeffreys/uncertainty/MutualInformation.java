package org.jeffreys.uncertainty;

/**
 * The mutual information of the class and the parameters: epistemic uncertainty, which more data
 * take away. It is the {@link PredictiveEntropy} less the {@link ExpectedEntropy}, summed without
 * that cancellation, so never negative and precise where it is small.
 *
 * <pre>{@code
 * I[y; θ | x] = Σ w(d) KL(p(d) ‖ p̄)      KL(p ‖ q) = Σₖ (pₖ log(pₖ / qₖ) - pₖ + qₖ)      ψ(d) = KL(p(d) ‖ p̄)
 * }</pre>
 *
 * @source Houlsby et al. (2011), Bayesian active learning for classification, arXiv:1112.5745, eq.
 *     2
 */
public record MutualInformation() implements UncertaintyMeasure {
  /** Below this relative distance the log of the ratio would cancel. */
  private static final double NEAR = 0.1;

  @Override
  public String name() {
    return "mutual-information";
  }

  @Override
  public String summary() {
    return "Information of the class about the parameters: epistemic uncertainty";
  }

  @Override
  public String unit() {
    return "nats";
  }

  @Override
  public Linearised of(ClassDraws draws) {
    return Linearised.mean(
        draws,
        draw -> {
          double sum = 0;
          for (int k = 0; k < draws.numClasses(); k++) {
            double logRatio = draws.logProb(draw, k) - draws.meanLogProb(k);
            sum += divergence(draws.prob(draw, k), draws.meanProb(k), logRatio);
          }
          return sum;
        });
  }

  /** {@code p log(p / q) - p + q}, which is not negative. */
  private static double divergence(double p, double q, double logRatio) {
    if (p == 0 || q == 0) {
      return q;
    }
    double excess = (p - q) / q;
    return Math.abs(excess) < NEAR
        ? q * Math.max(0, (1 + excess) * Math.log1p(excess) - excess)
        : Math.max(0, p * logRatio - p + q);
  }
}
