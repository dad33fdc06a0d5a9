package org.jeffreys.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jeffreys.core.Check;

/** Collects the rows of a file into columns. */
final class TableBuilder {
  private final String file;
  private final List<String> names;
  private final List<ColumnBuilder> columns = new ArrayList<>();
  private final long topLine;
  private long[] lines = new long[16];
  private int numRows;

  /**
   * A builder of no rows yet.
   *
   * @param topLine the line of the first record, which all others are to be as wide as
   */
  TableBuilder(
      String file,
      List<String> names,
      Map<String, ColumnPlan.Kind> kinds,
      MissingTokens missing,
      long topLine) {
    this.file = file;
    this.names = names;
    this.topLine = topLine;
    for (String name : names) {
      columns.add(new ColumnBuilder(file, name, Check.present(kinds.get(name), "kind"), missing));
    }
  }

  void add(CsvRecords.Row row) {
    List<String> fields = row.fields();
    if (fields.size() != columns.size()) {
      throw Messages.content(
          file + ":" + row.line(),
          Messages.count(columns.size(), "column") + " as in line " + topLine,
          fields.size());
    }
    if (numRows == lines.length) {
      lines = Arrays.copyOf(lines, 2 * numRows);
    }
    lines[numRows++] = row.line();
    for (int i = 0; i < fields.size(); i++) {
      columns.get(i).add(row.line(), fields.get(i));
    }
  }

  Table build(boolean header) {
    if (numRows == 0) {
      throw Messages.content(file, "rows below the header", "none");
    }
    long[] all = Arrays.copyOf(lines, numRows);
    List<Column> built = columns.stream().map(column -> column.build(all)).toList();
    return Table.of(file, names, built, all, header);
  }
}
