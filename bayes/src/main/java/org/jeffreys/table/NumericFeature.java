package org.jeffreys.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.core.Fields;

/**
 * A column of numbers or dates, standardised.
 *
 * <pre>{@code
 * x -> (x - loc) / scale                              or, of a heavy tail,
 * x -> (sign(x) log(1 + |x|) - loc) / scale
 * }</pre>
 *
 * <p>A missing value becomes 0, which is the mean of training; where training had missing values, a
 * second number is 1 where the value is missing, else 0.
 *
 * @param name of the column
 * @param loc the mean in training, of the logarithms if {@code logarithmic}
 * @param scale the standard deviation in training, of the same
 * @param logarithmic whether the tail is so heavy that its logarithm is taken
 * @param indicator whether training had missing values
 * @param isDate whether the numbers are days since 1970-01-01, written as dates
 */
public record NumericFeature(
    String name, double loc, double scale, boolean logarithmic, boolean indicator, boolean isDate)
    implements Feature {
  static final String TYPE = "numeric";

  /** Checks the numbers. */
  public NumericFeature {
    Check.finite(loc, name + ".loc");
    Check.positive(scale, name + ".scale");
  }

  static NumericFeature of(Fields fields) {
    fields.requireExactly("type", "name", "loc", "scale", "logarithmic", "indicator", "isDate");
    return new NumericFeature(
        fields.text("name"),
        fields.number("loc"),
        fields.number("scale"),
        fields.truth("logarithmic"),
        fields.truth("indicator"),
        fields.truth("isDate"));
  }

  @Override
  public Map<String, Object> describe() {
    return Fields.ordered(
        "type",
        TYPE,
        "name",
        name,
        "loc",
        loc,
        "scale",
        scale,
        "logarithmic",
        logarithmic,
        "indicator",
        indicator,
        "isDate",
        isDate);
  }

  @Override
  public int width() {
    return indicator ? 2 : 1;
  }

  @Override
  public List<String> encodedNames() {
    return indicator ? List.of(name, name + " is missing") : List.of(name);
  }

  @Override
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    String start = "column " + Messages.plain(name) + ": ";
    if (isDate) {
      notes.add(start + "dates, as days since 1970-01-01");
    }
    if (logarithmic) {
      notes.add(start + "its tail is heavy, so its logarithm is taken");
    }
    if (indicator) {
      notes.add(start + "some values are missing: they count as the mean, with an indicator");
    }
    return notes;
  }

  /** The value before it is standardised. */
  static double transformed(double value, boolean logarithmic) {
    return logarithmic ? Math.copySign(Math.log1p(Math.abs(value)), value) : value;
  }

  @Override
  public List<EncodingNote> encode(Table table, double[][] rows, int at) {
    if (!(table.named(name) instanceof NumericColumn column)) {
      throw Check.failure(
          table.source() + ": column " + Messages.plain(name), "numbers as in training", "texts");
    }
    long filled = 0;
    for (int row = 0; row < rows.length; row++) {
      boolean missing = column.isMissing(row);
      double value = missing ? loc : transformed(column.get(row), logarithmic);
      double encoded = (value - loc) / scale;
      if (Math.abs(encoded) > Float.MAX_VALUE) {
        throw Check.failure(
            table.place(row) + ": column " + Messages.plain(name),
            "a value anywhere near those of training, around " + (float) loc,
            column.get(row));
      }
      rows[row][at] = encoded;
      if (indicator) {
        rows[row][at + 1] = missing ? 1 : 0;
      }
      filled += missing && !indicator ? 1 : 0;
    }
    return filled == 0
        ? List.of()
        : List.of(new EncodingNote(name, EncodingNote.Reason.FILLED, filled, List.of()));
  }
}
