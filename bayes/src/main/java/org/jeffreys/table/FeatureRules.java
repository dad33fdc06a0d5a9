package org.jeffreys.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a column of training rows becomes a feature, by the rules that {@link TableSchema} states.
 */
final class FeatureRules {
  private static final double HEAVY_SKEWNESS = 3;
  private static final int MAX_LEVELS = 64;
  private static final double IDENTIFIER_SHARE = 0.9;
  private static final int IDENTIFIER_ROWS = 10;

  private FeatureRules() {}

  /** The rows that a level needs for a number of its own: a thousandth of all, from 2 to 20. */
  static int minRows(int numRows) {
    return Math.max(2, Math.min(20, numRows / 1000));
  }

  /** The feature of a column that is of use. */
  static Feature of(String name, Column column) {
    return column instanceof NumericColumn numbers && distinct(numbers)
        ? numeric(name, numbers)
        : categorical(name, column);
  }

  /** Why a column is of no use; null if it is of some. */
  static @Nullable String whyDropped(Column column) {
    int missing = column.numMissing();
    if (missing == column.numRows()) {
      return "all values are missing";
    }
    if (column instanceof NumericColumn numbers) {
      if (distinct(numbers)) {
        return null;
      }
      // One number still tells rows that have it from rows where it is missing.
      if (missing == 0) {
        return "all values are " + firstText(column);
      }
    }
    List<CategoricalFeature.Level> levels = levels(column);
    int present = column.numRows() - missing;
    if (levels.size() == 1 && missing == 0) {
      return "all values are " + Messages.quoted(levels.get(0).text());
    }
    if (present >= IDENTIFIER_ROWS && levels.size() > IDENTIFIER_SHARE * present) {
      return "nearly all values differ, as in an identifier";
    }
    return levels.get(0).count() < minRows(column.numRows()) ? "all levels are rare" : null;
  }

  private static String firstText(Column column) {
    int row = 0;
    while (column.isMissing(row)) {
      row++;
    }
    return column.text(row);
  }

  /** Whether the numbers differ by more than rounding. */
  private static boolean distinct(NumericColumn column) {
    return Moments.of(present(column)).standardDeviation() > 0;
  }

  private static double[] present(NumericColumn column) {
    return Arrays.stream(column.toArray()).filter(x -> !Double.isNaN(x)).toArray();
  }

  private static NumericFeature numeric(String name, NumericColumn column) {
    double[] values = present(column);
    Moments moments = Moments.of(values);
    boolean logarithmic = false;
    if (!column.isDate() && moments.skewness() > HEAVY_SKEWNESS && least(values) >= 0) {
      Moments logs = Moments.of(Arrays.stream(values).map(Math::log1p).toArray());
      logarithmic =
          logs.standardDeviation() > 0 && Math.abs(logs.skewness()) <= moments.skewness() / 2;
      moments = logarithmic ? logs : moments;
    }
    return new NumericFeature(
        name,
        moments.mean(),
        moments.standardDeviation(),
        logarithmic,
        values.length < column.numRows(),
        column.isDate());
  }

  private static double least(double[] values) {
    return Arrays.stream(values).min().orElse(Double.NaN);
  }

  private static CategoricalFeature categorical(String name, Column column) {
    List<CategoricalFeature.Level> levels = levels(column);
    int kept = 0;
    while (kept < Math.min(MAX_LEVELS, levels.size())
        && levels.get(kept).count() >= minRows(column.numRows())) {
      kept++;
    }
    return new CategoricalFeature(
        name,
        levels.subList(0, kept),
        levels.subList(kept, levels.size()),
        column.numMissing() > 0);
  }

  /** The texts that occur, the most frequent first, equally frequent ones by their text. */
  private static List<CategoricalFeature.Level> levels(Column column) {
    TextColumn texts = column instanceof TextColumn text ? text : asTexts(column);
    int[] counts = texts.counts();
    List<CategoricalFeature.Level> levels = new ArrayList<>();
    for (int k = 0; k < counts.length; k++) {
      if (counts[k] > 0) {
        levels.add(new CategoricalFeature.Level(texts.levels().get(k), counts[k]));
      }
    }
    levels.sort(
        Comparator.comparingLong(CategoricalFeature.Level::count)
            .reversed()
            .thenComparing(CategoricalFeature.Level::text));
    return levels;
  }

  static TextColumn asTexts(Column column) {
    TextColumn.Builder builder = new TextColumn.Builder();
    for (int row = 0; row < column.numRows(); row++) {
      builder.add(column.isMissing(row) ? null : column.text(row));
    }
    return builder.build();
  }
}
