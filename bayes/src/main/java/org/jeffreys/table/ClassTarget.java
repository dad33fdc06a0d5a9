package org.jeffreys.table;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jeffreys.core.Check;
import org.jeffreys.core.Fields;
import org.jeffreys.core.Nearest;
import org.jspecify.annotations.Nullable;

/**
 * Classes, which a network sees as their indices.
 *
 * @param name of the column
 * @param levels the classes; numbers in their order, else by their text
 */
public record ClassTarget(String name, List<String> levels) implements TargetSchema {
  static final String TYPE = "classes";
  private static final int SHOWN = 20;

  /** Checks that there are at least two distinct classes. */
  public ClassTarget {
    levels = List.copyOf(levels);
    Check.atLeast(levels.size(), 2, "number of classes");
    Check.require(
        levels.stream().distinct().count() == levels.size(), "levels", "distinct", levels);
  }

  static ClassTarget of(Fields fields) {
    fields.requireExactly("type", "name", "levels");
    return new ClassTarget(fields.text("name"), fields.texts("levels"));
  }

  /**
   * The classes that occur in a table.
   *
   * @throws IllegalArgumentException if there is one only
   */
  static ClassTarget learn(String name, Table table) {
    TextColumn column = FeatureRules.asTexts(table.named(name));
    List<String> levels =
        column.levels().stream()
            .sorted(
                Comparator.comparingDouble(NumberText::parse)
                    .thenComparing(Comparator.naturalOrder()))
            .toList();
    if (levels.size() < 2) {
      throw TargetValues.constant(table, name);
    }
    return new ClassTarget(name, levels);
  }

  @Override
  public List<String> names() {
    return List.of(name);
  }

  @Override
  public TargetKind kind() {
    return TargetKind.CLASSES;
  }

  /**
   * The index of each row's class. A full stop at the end of a label is ignored where no class ends
   * in one; {@link #notes} says so.
   *
   * @throws IllegalArgumentException if one is missing or unknown, naming its line
   */
  public int[] labels(Table table) {
    Column column = table.named(name);
    Map<String, Integer> indices = indices();
    int[] labels = new int[table.numRows()];
    for (int row = 0; row < labels.length; row++) {
      String text = column.text(row);
      Integer label = label(text, indices);
      label = label == null ? label(withoutStop(text), indices) : label;
      if (label == null) {
        throw unknown(TargetValues.place(table, row, name), column, row);
      }
      labels[row] = label;
    }
    return labels;
  }

  /** What {@link #labels} makes of a table that a reader may not expect, one line each. */
  public List<String> notes(Table table) {
    Column column = table.named(name);
    Map<String, Integer> indices = indices();
    long stops =
        IntStream.range(0, table.numRows())
            .mapToObj(column::text)
            .filter(text -> label(text, indices) == null)
            .filter(text -> label(withoutStop(text), indices) != null)
            .count();
    return stops == 0
        ? List.of()
        : List.of(
            "column "
                + Messages.plain(name)
                + ": "
                + Messages.count(stops, "label")
                + " with a full stop at the end, which is ignored");
  }

  private Map<String, Integer> indices() {
    Map<String, Integer> indices = new HashMap<>();
    for (String level : levels) {
      indices.put(level, indices.size());
    }
    return indices;
  }

  private static @Nullable Integer label(String text, Map<String, Integer> indices) {
    Integer label = indices.get(text);
    return label == null ? indices.get(NumberText.normalise(text)) : label;
  }

  private static String withoutStop(String text) {
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  private IllegalArgumentException unknown(String place, Column column, int row) {
    String text = Messages.plain(column.text(row));
    @Nullable String nearest = Nearest.to(text, levels);
    return new IllegalArgumentException(
        place
            + ": expected one of "
            + Messages.list(levels, SHOWN)
            + ", got "
            + (column.isMissing(row) ? "no value" : "'" + text + "'")
            + (nearest == null ? "" : "; did you mean " + Messages.plain(nearest) + "?"));
  }

  @Override
  public double[][] values(Table table) {
    double[] indices = Arrays.stream(labels(table)).asDoubleStream().toArray();
    return TargetValues.rows(indices.length, List.of(indices));
  }

  @Override
  public Map<String, Object> describe() {
    return Fields.ordered("type", TYPE, "name", name, "levels", levels);
  }
}
