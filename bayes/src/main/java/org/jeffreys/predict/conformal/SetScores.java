package org.jeffreys.predict.conformal;

import java.util.List;
import java.util.Map;
import org.jeffreys.core.Fields;
import org.jeffreys.core.Registry;

/** The registry of scores of classes, and such scores as plain data. */
public final class SetScores {
  private static final Registry<SetScore> ALL =
      Registry.of(
          "score",
          List.of(
              new Registry.Entry<>(
                  "lac",
                  Lac.class,
                  "Least ambiguous sets: all classes above one probability",
                  score -> Map.of(),
                  fields -> new Lac()),
              new Registry.Entry<>(
                  "aps",
                  Aps.class,
                  "Adaptive sets: the most probable classes until they sum to enough",
                  score -> Map.of(),
                  fields -> new Aps()),
              new Registry.Entry<>(
                  "raps",
                  Raps.class,
                  "Adaptive sets with a fine for many classes",
                  score -> Fields.ordered("penalty", score.penalty(), "numFree", score.numFree()),
                  fields -> new Raps(fields.number("penalty"), fields.integer("numFree")))));

  private SetScores() {}

  /** All scores. */
  public static List<Registry.Entry<? extends SetScore>> all() {
    return ALL.all();
  }

  /**
   * A score as plain data.
   *
   * @throws IllegalArgumentException if it is not in the registry
   */
  public static Map<String, Object> describe(SetScore score) {
    return ALL.describe(score);
  }

  /**
   * The score that a description is of.
   *
   * @throws IllegalArgumentException if it is of none
   */
  public static SetScore of(Map<?, ?> described) {
    return ALL.of(described);
  }

  /** The score described in a field. */
  static SetScore of(Fields fields) {
    return of(fields.child("score").map());
  }
}
