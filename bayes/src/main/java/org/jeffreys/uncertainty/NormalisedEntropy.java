package org.jeffreys.uncertainty;

/**
 * The {@link PredictiveEntropy} divided by its greatest value, the log of the number of classes: in
 * [0, 1], and 0 where there is only one class.
 *
 * <pre>{@code
 * H[y | x] / log K      K = the number of classes, never of rows
 * }</pre>
 */
public record NormalisedEntropy() implements UncertaintyMeasure {

  @Override
  public String name() {
    return "normalised-entropy";
  }

  @Override
  public String summary() {
    return "Predictive entropy divided by that of the uniform distribution";
  }

  @Override
  public String unit() {
    return "1";
  }

  @Override
  public Linearised of(ClassDraws draws) {
    Linearised entropy = new PredictiveEntropy().of(draws);
    return draws.numClasses() == 1 ? entropy : entropy.times(1 / Math.log(draws.numClasses()));
  }
}
