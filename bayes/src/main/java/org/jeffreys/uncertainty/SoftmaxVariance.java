package org.jeffreys.uncertainty;

/**
 * The variance of the softmax over the draws, summed over the classes; that of one class is {@link
 * ClassDraws#variance}.
 *
 * <pre>{@code
 * Σₖ Var(pₖ)      ψ(d) = Σₖ (p(d, k) - p̄ₖ)²
 * }</pre>
 *
 * @source Smith and Gal (2018), Understanding measures of uncertainty for adversarial example
 *     detection, UAI
 */
public record SoftmaxVariance() implements UncertaintyMeasure {

  @Override
  public String name() {
    return "softmax-variance";
  }

  @Override
  public String summary() {
    return "Variance of the softmax over the draws, summed over classes";
  }

  @Override
  public String unit() {
    return "1";
  }

  @Override
  public Linearised of(ClassDraws draws) {
    return Linearised.mean(
        draws,
        draw -> {
          double sum = 0;
          for (int k = 0; k < draws.numClasses(); k++) {
            double distance = draws.prob(draw, k) - draws.meanProb(k);
            sum += distance * distance;
          }
          return sum;
        });
  }
}
