package org.jeffreys.table;

import java.util.List;
import org.jeffreys.core.Check;

/** The values of target columns, and what is said where they can't be targets. */
final class TargetValues {
  private TargetValues() {}

  /** The numbers of a column, none of which may be missing. */
  static double[] numbers(Table table, String name) {
    if (!(table.named(name) instanceof NumericColumn column)) {
      throw Check.failure(column(table, name), "numbers", "texts");
    }
    double[] values = column.toArray();
    for (int row = 0; row < values.length; row++) {
      if (Double.isNaN(values[row])) {
        throw Check.failure(place(table, row, name), "a number", "no value");
      }
    }
    return values;
  }

  /** What messages call a column. */
  static String column(Table table, String name) {
    return table.source() + ": column " + Messages.plain(name);
  }

  /** What messages call the field of a row. */
  static String place(Table table, int row, String name) {
    return table.place(row) + ": column " + Messages.plain(name);
  }

  /** The failure of a target that is the same in all rows. */
  static IllegalArgumentException constant(Table table, String name) {
    String value =
        table.numRows() == 0
            ? "no rows"
            : Messages.plain(table.named(name).text(0)) + " in all rows";
    return Check.failure(column(table, name), "at least two different values", value);
  }

  /** Columns as rows. */
  static double[][] rows(int numRows, List<double[]> columns) {
    double[][] rows = new double[numRows][columns.size()];
    for (int row = 0; row < numRows; row++) {
      for (int k = 0; k < columns.size(); k++) {
        rows[row][k] = columns.get(k)[row];
      }
    }
    return rows;
  }
}
