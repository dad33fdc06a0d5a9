package org.jeffreys.uncertainty;

/**
 * The greatest of the mean probabilities: the confidence, which is small where uncertain.
 *
 * @source Hendrycks and Gimpel (2017), A baseline for detecting misclassified and
 *     out-of-distribution examples, ICLR
 */
public record MaxProbability() implements UncertaintyMeasure {

  @Override
  public String name() {
    return "max-probability";
  }

  @Override
  public String summary() {
    return "Greatest mean probability: the confidence";
  }

  @Override
  public String unit() {
    return "1";
  }

  @Override
  public boolean higherIsUncertain() {
    return false;
  }

  @Override
  public Linearised of(ClassDraws draws) {
    int label = draws.label();
    return Linearised.mean(draws, draw -> draws.prob(draw, label));
  }
}
