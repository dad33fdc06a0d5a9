package org.jeffreys.cli.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.CsvWriter.CsvWriterRecord;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.Writer;
import org.jeffreys.core.Check;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a CSV file (RFC 4180, header first, lines end in {@code \n}).
 *
 * <p>Numbers are written with as many digits as reading the same value back takes, with a point in
 * every locale, and as {@code NaN}, {@code Infinity} or {@code -Infinity} where they are not
 * finite. A row is a run of cells closed by {@link #end}. The underlying writer is the caller's to
 * close.
 */
public final class CsvRows {
  private final CsvWriter writer;
  private final int columns;
  private @Nullable CsvWriterRecord row;
  private int cells;

  /** Writes the header to {@code out}. */
  public CsvRows(Writer out, String... header) {
    columns = Check.atLeast(header.length, 1, "header");
    writer = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).bufferSize(0).build(out);
    writer.writeRecord(header);
  }

  /** What a column of a name in kebab-case is called: {@code predictiveEntropy}. */
  public static String column(String name) {
    StringBuilder column = new StringBuilder();
    for (String word : name.split("-", -1)) {
      boolean isFirst = column.length() == 0 || word.isEmpty();
      column.append(isFirst ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return column.toString();
  }

  /** Adds a cell. */
  public CsvRows add(double value) {
    return add(Double.toString(value));
  }

  /** Adds a cell, with the digits a float needs. */
  public CsvRows add(float value) {
    return add(Float.toString(value));
  }

  /** Adds a cell. */
  public CsvRows add(long value) {
    return add(Long.toString(value));
  }

  /** Adds a cell, quoted where it must be. */
  public CsvRows add(String value) {
    Check.require(cells < columns, "row", columns + " cells", (cells + 1) + " or more");
    if (row == null) {
      row = writer.writeRecord();
    }
    row.writeField(value);
    cells++;
    return this;
  }

  /** Ends the row, which has a cell for each column. */
  public void end() {
    CsvWriterRecord ended = row;
    Check.require(ended != null && cells == columns, "row", columns + " cells", cells);
    if (ended != null) {
      ended.endRecord();
    }
    row = null;
    cells = 0;
  }
}
