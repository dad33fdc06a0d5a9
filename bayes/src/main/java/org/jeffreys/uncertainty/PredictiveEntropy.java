package org.jeffreys.uncertainty;

/**
 * The entropy of the mean softmax: total uncertainty. With one draw it is the entropy of a
 * deterministic network.
 *
 * <pre>{@code
 * H[y | x] = -Σₖ p̄ₖ log p̄ₖ      ψ(d) = -Σₖ p(d, k) log p̄ₖ
 * }</pre>
 *
 * <p>Few draws bias it downwards, by about Σₖ Var(pₖ) / (2 p̄ₖ S) for S independent draws, and the
 * {@link MutualInformation} by as much. It is left as it is; see {@link #fewDrawsBias}.
 *
 * @source Gal (2016), Uncertainty in deep learning, section 3.3; Miller (1955), Note on the bias of
 *     information estimates
 */
public record PredictiveEntropy() implements UncertaintyMeasure {

  @Override
  public String name() {
    return "predictive-entropy";
  }

  @Override
  public String summary() {
    return "Entropy of the mean softmax: total uncertainty";
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
            sum -= draws.meanProb(k) > 0 ? draws.prob(draw, k) * draws.meanLogProb(k) : 0;
          }
          return sum;
        });
  }

  /**
   * The estimated bias through few draws, taken to be independent; not positive. Subtracting it
   * leaves a bias of second order.
   *
   * <pre>{@code
   * -½ Σₖ Var(pₖ) / p̄ₖ · Σ w² / (1 - Σ w²)      Var with divisor S; Σ w² = 1 / S for equal weights
   * }</pre>
   *
   * @return the bias in nats; negative infinity for one draw, unless it has no entropy
   */
  public static double fewDrawsBias(ClassDraws draws) {
    double squares = 0;
    for (int draw = 0; draw < draws.numDraws(); draw++) {
      squares += draws.weight(draw) * draws.weight(draw);
    }
    if (squares == 1) {
      return new PredictiveEntropy().of(draws).value() == 0 ? 0 : Double.NEGATIVE_INFINITY;
    }
    double sum = 0;
    for (int k = 0; k < draws.numClasses(); k++) {
      sum -= draws.meanProb(k) > 0 ? draws.variance(k) / draws.meanProb(k) : 0;
    }
    return sum / 2 * squares / (1 - squares);
  }
}
