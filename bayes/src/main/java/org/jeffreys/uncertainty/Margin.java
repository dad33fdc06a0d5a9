package org.jeffreys.uncertainty;

/**
 * The distance of the two greatest mean probabilities, which is small where uncertain; 1 where
 * there is only one class.
 *
 * @source Scheffer, Decomain and Wrobel (2001), Active hidden Markov models, IDA
 */
public record Margin() implements UncertaintyMeasure {

  @Override
  public String name() {
    return "margin";
  }

  @Override
  public String summary() {
    return "Distance of the two greatest mean probabilities";
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
    int first = draws.label();
    int second = -1;
    for (int k = 0; k < draws.numClasses(); k++) {
      boolean greater = second < 0 || draws.meanProb(k) > draws.meanProb(second);
      second = k != first && greater ? k : second;
    }
    int next = second;
    return Linearised.mean(
        draws, draw -> draws.prob(draw, first) - (next < 0 ? 0 : draws.prob(draw, next)));
  }
}
