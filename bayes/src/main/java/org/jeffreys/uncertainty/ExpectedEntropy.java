package org.jeffreys.uncertainty;

/**
 * The mean of the entropies of the draws: aleatoric uncertainty, which more data leave.
 *
 * <pre>{@code
 * E H[y | x, θ] = -Σ w(d) Σₖ p(d, k) log p(d, k)
 * }</pre>
 *
 * @source Depeweg et al. (2018), Decomposition of uncertainty in Bayesian deep learning, ICML
 */
public record ExpectedEntropy() implements UncertaintyMeasure {

  @Override
  public String name() {
    return "expected-entropy";
  }

  @Override
  public String summary() {
    return "Mean entropy of the draws: aleatoric uncertainty";
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
            double prob = draws.prob(draw, k);
            sum -= prob > 0 ? prob * draws.logProb(draw, k) : 0;
          }
          return sum;
        });
  }
}
