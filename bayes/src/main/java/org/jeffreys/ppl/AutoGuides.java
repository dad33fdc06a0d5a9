package org.jeffreys.ppl;

import java.util.List;
import org.jeffreys.core.Check;

/** The registry of guides that are made from a model. */
public final class AutoGuides {
  private static final List<Entry> ALL =
      List.of(
          new Entry("delta", "A point: the mode of the sites as they are", new AutoDelta()),
          new Entry("laplace", "The normal distribution of mode and curvature", new AutoLaplace()),
          new Entry("normal", "Independent normal distributions", new AutoNormal()),
          new Entry(
              "multivariate-normal", "All normal distributions", new AutoMultivariateNormal()),
          new Entry("low-rank", "A diagonal and ten common factors", new AutoLowRank(10)),
          new Entry("flow", "Inverse autoregressive flows", new AutoFlow()));

  private AutoGuides() {}

  /**
   * A guide.
   *
   * @param name in commands
   * @param summary one line
   * @param guide with its standard settings
   */
  public record Entry(String name, String summary, AutoGuide guide) {}

  /** All guides, in the order of the tables. */
  public static List<Entry> all() {
    return ALL;
  }

  /**
   * The guide of a name.
   *
   * @throws IllegalArgumentException if there is none; it lists those there are
   */
  public static AutoGuide of(String name) {
    return ALL.stream()
        .filter(entry -> entry.name().equals(name))
        .map(Entry::guide)
        .findFirst()
        .orElseThrow(
            () ->
                Check.failure(
                    "guide", "one of " + ALL.stream().map(Entry::name).toList(), "'" + name + "'"));
  }
}
