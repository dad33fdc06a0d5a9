package org.jeffreys.table;

import java.util.List;
import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.core.Fields;

/**
 * Counts: 0, 1, 2 and so on.
 *
 * @param name of the column
 */
public record CountTarget(String name) implements TargetSchema {
  static final String TYPE = "count";

  static CountTarget of(Fields fields) {
    fields.requireExactly("type", "name");
    return new CountTarget(fields.text("name"));
  }

  @Override
  public List<String> names() {
    return List.of(name);
  }

  @Override
  public TargetKind kind() {
    return TargetKind.COUNT;
  }

  @Override
  public double[][] values(Table table) {
    double[] counts = TargetValues.numbers(table, name);
    for (int row = 0; row < counts.length; row++) {
      if (counts[row] < 0 || counts[row] != Math.rint(counts[row])) {
        throw Check.failure(
            TargetValues.place(table, row, name),
            "a count, 0 or more",
            table.named(name).text(row));
      }
    }
    return TargetValues.rows(counts.length, List.of(counts));
  }

  @Override
  public Map<String, Object> describe() {
    return Fields.ordered("type", TYPE, "name", name);
  }
}
