package org.jeffreys.uncertainty;

import java.util.Arrays;

/**
 * The standard deviation of the softmax over the draws, averaged over the classes.
 *
 * <pre>{@code
 * 1/K Σₖ σₖ      σₖ² = Var(pₖ)      ψ(d) = 1/K Σₖ (p(d, k) - p̄ₖ)² / (2 σₖ)
 * }</pre>
 *
 * @source Kampffmeyer et al. (2016), Semantic segmentation of small objects, CVPR workshops
 */
public record MeanStandardDeviation() implements UncertaintyMeasure {

  @Override
  public String name() {
    return "mean-standard-deviation";
  }

  @Override
  public String summary() {
    return "Standard deviation of the softmax over the draws, averaged over classes";
  }

  @Override
  public String unit() {
    return "1";
  }

  @Override
  public Linearised of(ClassDraws draws) {
    double[] scale = new double[draws.numClasses()];
    Arrays.setAll(scale, k -> Math.sqrt(draws.variance(k)));
    Linearised half =
        Linearised.mean(
            draws,
            draw -> {
              double sum = 0;
              for (int k = 0; k < scale.length; k++) {
                double distance = draws.prob(draw, k) - draws.meanProb(k);
                sum += scale[k] > 0 ? distance * distance / (2 * scale[k]) : 0;
              }
              return sum / scale.length;
            });
    return new Linearised(2 * half.value(), half.influence());
  }
}
