package org.jeffreys.table;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jeffreys.core.Check;

/**
 * How good predictions of a table's rows were.
 *
 * @param values means over rows and outputs; a score that was not measured is not there, one that
 *     is not defined, such as the AUROC where no label is wrong, is NaN
 */
public record TableScores(Map<TableScore, Double> values) {
  /** Copies the map. */
  public TableScores {
    Map<TableScore, Double> copy = new EnumMap<>(TableScore.class);
    copy.putAll(values);
    values = Collections.unmodifiableMap(copy);
  }

  /**
   * The scores of a model on rows that it was not fitted to; where it is calibrated, also those of
   * its calibrated predictions.
   *
   * @param rows with their targets
   * @throws IllegalArgumentException if a target is not there, or no target of this model
   */
  public static TableScores of(TableModel model, Table rows) {
    Check.require(rows.numRows() > 0, rows.source(), "at least one row", "none");
    return model.target() instanceof ClassTarget classes
        ? ClassScoring.of(model, classes, rows)
        : RealScoring.of(model, rows);
  }

  /** The value of a score; NaN where it was not measured. */
  public double get(TableScore score) {
    return values.getOrDefault(score, Double.NaN);
  }
}
