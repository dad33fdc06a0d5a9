package org.jeffreys.table;

import org.jeffreys.core.Check;

/** A column of finite numbers, or of dates as days since 1970-01-01 UTC; NaN stands for missing. */
public final class NumericColumn implements Column {
  private final double[] values;
  private final boolean isDate;

  private NumericColumn(double[] values, boolean isDate) {
    this.values = values;
    this.isDate = isDate;
  }

  /**
   * A column of numbers, copied.
   *
   * @throws IllegalArgumentException if one is infinite
   */
  public static NumericColumn of(double... values) {
    return owning(values.clone(), false);
  }

  /** A column of dates, as days since 1970-01-01 UTC. */
  public static NumericColumn ofDates(double... days) {
    return owning(days.clone(), true);
  }

  static NumericColumn owning(double[] values, boolean isDate) {
    for (int row = 0; row < values.length; row++) {
      if (Double.isInfinite(values[row])) {
        throw Check.failure("values[" + row + "]", "a finite number or NaN", values[row]);
      }
    }
    return new NumericColumn(values, isDate);
  }

  /** The value of a row; NaN where it is missing. */
  public double get(int row) {
    return values[row];
  }

  /** A copy of the values. */
  public double[] toArray() {
    return values.clone();
  }

  /** Whether the numbers are days since 1970-01-01 that were written as dates. */
  public boolean isDate() {
    return isDate;
  }

  @Override
  public int numRows() {
    return values.length;
  }

  @Override
  public boolean isMissing(int row) {
    return Double.isNaN(values[row]);
  }

  @Override
  public String text(int row) {
    if (isMissing(row)) {
      return "";
    }
    return isDate ? DateText.format(values[row]) : NumberText.format(values[row]);
  }

  @Override
  public NumericColumn rows(int... rows) {
    double[] selected = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      selected[i] = values[rows[i]];
    }
    return new NumericColumn(selected, isDate);
  }
}
