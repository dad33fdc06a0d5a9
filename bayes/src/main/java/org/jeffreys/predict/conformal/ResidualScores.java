package org.jeffreys.predict.conformal;

import java.util.List;
import java.util.Map;
import org.jeffreys.core.Fields;
import org.jeffreys.core.Registry;

/** The registry of scores of real numbers, and such scores as plain data. */
public final class ResidualScores {
  private static final Registry<ResidualScore> ALL =
      Registry.of(
          "score",
          List.of(
              new Registry.Entry<>(
                  "absolute-residual",
                  AbsoluteResidual.class,
                  "Distance from the prediction",
                  score -> Map.of(),
                  fields -> new AbsoluteResidual()),
              new Registry.Entry<>(
                  "standardised-residual",
                  StandardisedResidual.class,
                  "Distance from the prediction in predicted standard deviations",
                  score -> Map.of(),
                  fields -> new StandardisedResidual())));

  private ResidualScores() {}

  /** All scores. */
  public static List<Registry.Entry<? extends ResidualScore>> all() {
    return ALL.all();
  }

  /**
   * A score as plain data.
   *
   * @throws IllegalArgumentException if it is not in the registry
   */
  public static Map<String, Object> describe(ResidualScore score) {
    return ALL.describe(score);
  }

  /**
   * The score that a description is of.
   *
   * @throws IllegalArgumentException if it is of none
   */
  public static ResidualScore of(Map<?, ?> described) {
    return ALL.of(described);
  }

  /** The score described in a field. */
  static ResidualScore of(Fields fields) {
    return of(fields.child("score").map());
  }
}
