package org.jeffreys.table;

import java.util.List;
import java.util.Map;
import org.jeffreys.core.Fields;

/** A column that predictions are made from, and how it becomes numbers. */
public sealed interface Feature permits NumericFeature, CategoricalFeature {
  /** The name of the column. */
  String name();

  /** The number of numbers that it becomes. */
  int width();

  /** What the numbers are, one name each. */
  List<String> encodedNames();

  /** What was done to the column that its reader may not expect, one line each. */
  List<String> notes();

  /** This as plain data. */
  Map<String, Object> describe();

  /**
   * Writes the numbers of a column.
   *
   * @param table that has a column of this name
   * @param rows @shape [n][width of all features]
   * @param at where this feature's numbers start in each row
   * @return what had no place in training
   */
  List<EncodingNote> encode(Table table, double[][] rows, int at);

  /**
   * The feature that a description is of.
   *
   * @throws IllegalArgumentException if a field is not what it should be
   */
  static Feature of(Map<String, ?> described) {
    Fields fields = Fields.of("feature", described);
    return switch (fields.text("type")) {
      case NumericFeature.TYPE -> NumericFeature.of(fields);
      case CategoricalFeature.TYPE -> CategoricalFeature.of(fields);
      default -> throw fields.unknownType(List.of(NumericFeature.TYPE, CategoricalFeature.TYPE));
    };
  }
}
