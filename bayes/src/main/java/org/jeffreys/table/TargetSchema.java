package org.jeffreys.table;

import java.util.List;
import java.util.Map;
import org.jeffreys.core.Fields;

/** The columns that are predicted, and how they become numbers. */
public sealed interface TargetSchema permits RealTarget, ClassTarget, CountTarget {
  /** The names of the columns, one an output. */
  List<String> names();

  /** What the target is. */
  TargetKind kind();

  /** This as plain data. */
  Map<String, Object> describe();

  /**
   * The targets in their own units: numbers, counts, or indices of classes.
   *
   * @return @shape [n][outputs]
   * @throws IllegalArgumentException if one is missing or can't be a target, naming its line
   */
  double[][] values(Table table);

  /**
   * The targets as a network is to see them: real numbers standardised, all others as {@link
   * #values}.
   *
   * @return @shape [n][outputs]
   */
  default double[][] encode(Table table) {
    return values(table);
  }

  /** Whether a table has all of these columns; a table to be predicted need not. */
  default boolean isIn(Table table) {
    return names().stream().allMatch(table::has);
  }

  /** This target with what is learnt from its values, learnt from the given rows. */
  default TargetSchema learnt(Table training) {
    return this;
  }

  /**
   * The target that a description is of.
   *
   * @throws IllegalArgumentException if a field is not what it should be
   */
  static TargetSchema of(Map<String, ?> described) {
    Fields fields = Fields.of("target", described);
    return switch (fields.text("type")) {
      case RealTarget.TYPE -> RealTarget.of(fields);
      case ClassTarget.TYPE -> ClassTarget.of(fields);
      case CountTarget.TYPE -> CountTarget.of(fields);
      default ->
          throw fields.unknownType(List.of(RealTarget.TYPE, ClassTarget.TYPE, CountTarget.TYPE));
    };
  }
}
