package org.jeffreys.table;

/** The values of one column of a table, in the order of its rows. Immutable. */
public sealed interface Column permits NumericColumn, TextColumn {
  /** The number of rows. */
  int numRows();

  /** Whether the row has no value. */
  boolean isMissing(int row);

  /** The value as text; empty where it is missing. */
  String text(int row);

  /** The given rows, in the given order. */
  Column rows(int... rows);

  /** The number of rows without a value. */
  default int numMissing() {
    int count = 0;
    for (int row = 0; row < numRows(); row++) {
      count += isMissing(row) ? 1 : 0;
    }
    return count;
  }
}
