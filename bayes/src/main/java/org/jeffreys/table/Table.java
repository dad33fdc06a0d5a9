package org.jeffreys.table;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jeffreys.core.Check;

/**
 * An immutable table: named columns of equal length, kept column by column. Each row knows the line
 * of the file it stands in, so that messages can name it.
 */
public final class Table {
  private final String source;
  private final ColumnNames names;
  private final List<Column> columns;
  private final long[] lines;
  private final boolean hasHeader;

  private Table(
      String source, ColumnNames names, List<Column> columns, long[] lines, boolean hasHeader) {
    this.source = source;
    this.names = names;
    this.columns = columns;
    this.lines = lines;
    this.hasHeader = hasHeader;
  }

  /**
   * A table that was not read from a file; its lines are the row numbers from 1.
   *
   * @param source what messages call it
   * @throws IllegalArgumentException if a name occurs twice, or the columns differ in length
   */
  public static Table of(String source, List<String> names, List<? extends Column> columns) {
    Check.atLeast(columns.size(), 1, "number of columns");
    long[] lines = LongStream.rangeClosed(1, columns.get(0).numRows()).toArray();
    return of(source, names, columns, lines, true);
  }

  static Table of(
      String source,
      List<String> names,
      List<? extends Column> columns,
      long[] lines,
      boolean hasHeader) {
    Check.require(
        names.size() == columns.size(), "names", columns.size() + ", one a column", names.size());
    for (int i = 0; i < columns.size(); i++) {
      int numRows = columns.get(i).numRows();
      Check.require(numRows == lines.length, "columns[" + i + "]", lines.length + " rows", numRows);
    }
    return new Table(source, new ColumnNames(names), List.copyOf(columns), lines, hasHeader);
  }

  /** The file, as it was given. */
  public String source() {
    return source;
  }

  /** The names of the columns, in order. */
  public List<String> names() {
    return names.all();
  }

  /** Whether the names come from a header; else they are c1, c2, and so on. */
  public boolean hasHeader() {
    return hasHeader;
  }

  /** The columns, in order. */
  public List<Column> columns() {
    return columns;
  }

  /** The number of rows. */
  public int numRows() {
    return lines.length;
  }

  /** The number of columns. */
  public int numColumns() {
    return columns.size();
  }

  /** Whether there is a column of that name. */
  public boolean has(String name) {
    return names.contains(name);
  }

  /** The column at an index from 0. */
  public Column column(int index) {
    return columns.get(Check.index(index, columns.size(), "column"));
  }

  /**
   * The column that is pointed at, as {@link #nameOf} says.
   *
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public Column column(String reference) {
    return columns.get(names.find(reference, "column"));
  }

  /** The column of exactly that name. */
  Column named(String name) {
    Check.require(
        has(name),
        source,
        "a column " + Messages.quoted(name),
        Messages.list(names(), ColumnNames.SHOWN));
    return columns.get(names.indexOf(name));
  }

  /**
   * The name of the column that is pointed at: by its name; else by its number from 1, or from the
   * end as -1, -2 …; or as {@code first} or {@code last}.
   *
   * @param option what a message calls the argument, such as {@code --target}
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public String nameOf(String reference, String option) {
    return names().get(names.find(reference, option));
  }

  /** The given rows, in the given order; each keeps its line. */
  public Table rows(int... rows) {
    long[] selected = new long[rows.length];
    for (int i = 0; i < rows.length; i++) {
      selected[i] = lines[Check.index(rows[i], lines.length, "row")];
    }
    List<Column> parts = new ArrayList<>();
    for (Column column : columns) {
      parts.add(column.rows(rows));
    }
    return new Table(source, names, List.copyOf(parts), selected, hasHeader);
  }

  /** The line of the file in which the row starts, from 1. */
  public long line(int row) {
    return lines[Check.index(row, lines.length, "row")];
  }

  /** Where a row stands, for messages: {@code data.csv:418}. */
  public String place(int row) {
    return source + ":" + line(row);
  }

  @Override
  public String toString() {
    return source + " (" + numRows() + " rows, " + numColumns() + " columns)";
  }
}
