package org.jeffreys.uncertainty;

import java.util.List;
import org.jeffreys.core.Check;

/** The measures of uncertainty, in the order of the tables. */
public final class UncertaintyMeasures {
  private static final List<UncertaintyMeasure> ALL =
      List.of(
          new PredictiveEntropy(),
          new NormalisedEntropy(),
          new ExpectedEntropy(),
          new MutualInformation(),
          new SoftmaxVariance(),
          new MeanStandardDeviation(),
          new VariationRatio(),
          new VoteEntropy(),
          new MaxProbability(),
          new Margin(),
          new Energy());

  private UncertaintyMeasures() {}

  /** All measures. */
  public static List<UncertaintyMeasure> all() {
    return ALL;
  }

  /** The names, in order. */
  public static List<String> names() {
    return ALL.stream().map(UncertaintyMeasure::name).toList();
  }

  /**
   * The measure of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static UncertaintyMeasure named(String name) {
    return ALL.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> Check.failure("measure", "one of " + names(), "'" + name + "'"));
  }
}
