package org.jeffreys.table;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Collects the fields of a column and finds its type. While all fields are numbers, only those are
 * kept, and the spelling of the few whose text is not the number's usual one.
 */
final class ColumnBuilder {
  /** From this share of numbers on, what is no number is taken for a mistake. */
  private static final double MOSTLY = 0.9;

  /** Where more numbers than these have an unusual spelling, their column is one of numbers. */
  private static final int MOST_SPELLINGS = 20_000;

  private static final Pattern DECIMAL_COMMA = Pattern.compile("[+-]?\\d+,\\d+");

  private final String file;
  private final String name;
  private final ColumnPlan.Kind kind;
  private final MissingTokens missing;
  private final Map<Integer, String> spellings = new HashMap<>();
  private double[] numbers = new double[16];
  private int numRows;
  private TextColumn.@Nullable Builder texts;

  ColumnBuilder(String file, String name, ColumnPlan.Kind kind, MissingTokens missing) {
    this.file = file;
    this.name = name;
    this.kind = kind;
    this.missing = missing;
    texts = kind == ColumnPlan.Kind.TEXT ? new TextColumn.Builder() : null;
  }

  void add(long line, String field) {
    if (missing.contains(field)) {
      addMissing();
    } else if (texts != null) {
      texts.add(field);
    } else {
      double number =
          kind == ColumnPlan.Kind.DATES ? DateText.parse(field) : NumberText.parse(field);
      if (Double.isNaN(number)) {
        texts = textsSoFar(line, field);
        texts.add(field);
      } else {
        addNumber(line, field, number);
      }
    }
  }

  private void addMissing() {
    if (texts == null) {
      append(Double.NaN);
    } else {
      texts.add(null);
    }
  }

  private void addNumber(long line, String field, double number) {
    append(number);
    if (kind == ColumnPlan.Kind.ANY) {
      boolean unusual = !NumberText.format(number).equals(field);
      if (unusual && spellings.size() <= MOST_SPELLINGS) {
        spellings.put(numRows - 1, field);
      }
    } else if (Double.isInfinite(number)) {
      throw infinite(line, field);
    }
  }

  private void append(double number) {
    if (numRows == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * numRows);
    }
    numbers[numRows++] = number;
  }

  /** The column as texts, where it may be one of texts in spite of its numbers so far. */
  private TextColumn.Builder textsSoFar(long line, String field) {
    if (kind != ColumnPlan.Kind.ANY) {
      String expected = kind == ColumnPlan.Kind.DATES ? "a date as 2024-05-31" : "a number";
      throw failure(line, expected, field, "mend the line, or leave the field empty");
    }
    if (spellings.size() > MOST_SPELLINGS) {
      throw changed(line, "a number", present(), field);
    }
    TextColumn.Builder builder = new TextColumn.Builder();
    for (int row = 0; row < numRows; row++) {
      String usual = Double.isNaN(numbers[row]) ? null : NumberText.format(numbers[row]);
      builder.add(spellings.getOrDefault(row, usual));
    }
    return builder;
  }

  private int present() {
    return (int) Arrays.stream(numbers, 0, numRows).filter(x -> !Double.isNaN(x)).count();
  }

  /**
   * The column.
   *
   * @param lines of its rows
   */
  Column build(long[] lines) {
    if (texts == null) {
      for (int row = 0; row < numRows; row++) {
        if (Double.isInfinite(numbers[row])) {
          String usual = NumberText.format(numbers[row]);
          throw infinite(lines[row], spellings.getOrDefault(row, usual));
        }
      }
      return NumericColumn.owning(Arrays.copyOf(numbers, numRows), kind == ColumnPlan.Kind.DATES);
    }
    TextColumn column = texts.build();
    if (kind == ColumnPlan.Kind.TEXT) {
      return column;
    }
    refuseMostly("a number", NumberText::parse, column, lines);
    refuseDecimalCommas(column, lines);
    refuseMostly("a date", DateText::parse, column, lines);
    return datesOrTexts(column);
  }

  private static Column datesOrTexts(TextColumn column) {
    List<String> levels = column.levels();
    double[] days = levels.stream().mapToDouble(DateText::parse).toArray();
    if (levels.isEmpty() || Arrays.stream(days).anyMatch(Double::isNaN)) {
      return column;
    }
    double[] values = new double[column.numRows()];
    for (int row = 0; row < values.length; row++) {
      values[row] = column.isMissing(row) ? Double.NaN : days[column.code(row)];
    }
    return NumericColumn.owning(values, true);
  }

  /** Refuses a column that starts with values of a type and has nearly no others. */
  private void refuseMostly(
      String what, ToDoubleFunction<String> parse, TextColumn column, long[] lines) {
    List<String> levels = column.levels();
    boolean[] fits = new boolean[levels.size()];
    for (int k = 0; k < fits.length; k++) {
      fits[k] = !Double.isNaN(parse.applyAsDouble(levels.get(k)));
    }
    int present = 0;
    int fitting = 0;
    int before = 0;
    int firstOther = -1;
    for (int row = 0; row < column.numRows(); row++) {
      if (!column.isMissing(row)) {
        present++;
        if (fits[column.code(row)]) {
          fitting++;
        } else if (firstOther < 0) {
          firstOther = row;
          before = fitting;
        }
      }
    }
    if (before > 0 && firstOther >= 0 && fitting >= MOSTLY * present) {
      throw changed(lines[firstOther], what, before, column.text(firstOther));
    }
  }

  private RuntimeException changed(long line, String what, int before, String got) {
    String since = before == 1 ? "line" : Messages.count(before, "line");
    return failure(
        line,
        what + ", as in the " + since + " before",
        got,
        "mend the line, or give --categorical " + Messages.plain(name));
  }

  private void refuseDecimalCommas(TextColumn column, long[] lines) {
    int first = -1;
    for (int row = 0; row < column.numRows(); row++) {
      if (!column.isMissing(row)) {
        String text = column.text(row);
        boolean comma = DECIMAL_COMMA.matcher(text).matches();
        if (!comma && Double.isNaN(NumberText.parse(text))) {
          return;
        }
        first = first < 0 && comma ? row : first;
      }
    }
    if (first >= 0) {
      throw failure(
          lines[first],
          "a number with a decimal point and no comma",
          column.text(first),
          "replace the commas, or give --categorical " + Messages.plain(name));
    }
  }

  private RuntimeException infinite(long line, String field) {
    return failure(line, "a finite number", field, "mend the line, or leave the field empty");
  }

  private RuntimeException failure(long line, String expected, String got, String fix) {
    String place = file + ":" + line + ": column " + Messages.plain(name);
    return Messages.content(place, expected, Messages.quoted(got), fix);
  }
}
