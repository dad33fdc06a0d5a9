package org.jeffreys.table;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jeffreys.core.Check;

/** Finds out what targets are, by the rules that {@link TableTask} states. */
final class TargetDetection {
  private static final int MAX_INTEGER_CLASSES = 10;
  private static final int MIN_ROWS_A_CLASS = 10;

  private TargetDetection() {}

  /**
   * The target.
   *
   * @param table whose rows all have their targets
   * @param notes gets what was decided on thin grounds
   */
  static TargetSchema of(
      Table table, List<String> names, Optional<TargetKind> kind, List<String> notes) {
    for (String name : names) {
      refuseDates(table, name);
    }
    TargetKind chosen = kind.orElseGet(() -> kind(table, names, notes));
    if (chosen == TargetKind.REAL) {
      return RealTarget.learn(names, table);
    }
    Check.require(
        names.size() == 1,
        "--target",
        "one column, as its values are " + chosen.toString().toLowerCase(Locale.ROOT),
        names.size());
    if (chosen == TargetKind.CLASSES) {
      return ClassTarget.learn(names.get(0), table);
    }
    CountTarget counts = new CountTarget(names.get(0));
    double[][] values = counts.values(table);
    if (Arrays.stream(values).allMatch(row -> row[0] == values[0][0])) {
      throw TargetValues.constant(table, names.get(0));
    }
    return counts;
  }

  private static void refuseDates(Table table, String name) {
    boolean dates = table.named(name) instanceof NumericColumn column && column.isDate();
    Check.require(
        !dates, TargetValues.column(table, name), "numbers or classes", "dates", "give numbers");
  }

  private static TargetKind kind(Table table, List<String> names, List<String> notes) {
    if (names.size() > 1) {
      return TargetKind.REAL;
    }
    String name = names.get(0);
    if (table.named(name) instanceof TextColumn texts) {
      refuseIdentifier(table, name, texts);
      return TargetKind.CLASSES;
    }
    Map<Double, Integer> counts = new TreeMap<>();
    for (double value : TargetValues.numbers(table, name)) {
      counts.merge(value, 1, Integer::sum);
    }
    boolean classes =
        counts.size() == 2
            || (counts.size() <= MAX_INTEGER_CLASSES
                && counts.keySet().stream().allMatch(value -> value == Math.rint(value))
                && counts.values().stream().allMatch(count -> count >= MIN_ROWS_A_CLASS));
    if (classes && counts.size() > 1) {
      notes.add(
          "target "
              + Messages.plain(name)
              + ": its "
              + counts.size()
              + " different values are taken as classes; give the kind real if they are amounts");
      return TargetKind.CLASSES;
    }
    return TargetKind.REAL;
  }

  private static void refuseIdentifier(Table table, String name, TextColumn texts) {
    long levels = Arrays.stream(texts.counts()).filter(count -> count > 0).count();
    Check.require(
        levels < 3 || 2 * levels <= table.numRows(),
        TargetValues.column(table, name),
        "numbers, or classes of several rows each",
        levels + " different texts in " + Messages.count(table.numRows(), "row"));
  }
}
