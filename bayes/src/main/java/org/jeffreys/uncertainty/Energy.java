package org.jeffreys.uncertainty;

/**
 * The free energy of the logits, averaged over the draws. It says something only of logits that
 * were not normalised: for log probabilities it is 0.
 *
 * <pre>{@code
 * -Σ w(d) log Σₖ exp(logit(d, k))
 * }</pre>
 *
 * @source Liu et al. (2020), Energy-based out-of-distribution detection, NeurIPS
 */
public record Energy() implements UncertaintyMeasure {

  @Override
  public String name() {
    return "energy";
  }

  @Override
  public String summary() {
    return "Mean negative log-sum-exp of the logits";
  }

  @Override
  public String unit() {
    return "nats";
  }

  @Override
  public double least() {
    return Double.NEGATIVE_INFINITY;
  }

  @Override
  public double greatest(int numClasses) {
    return Double.POSITIVE_INFINITY;
  }

  @Override
  public Linearised of(ClassDraws draws) {
    return Linearised.mean(draws, draw -> 0 - draws.logSumExp(draw));
  }
}
