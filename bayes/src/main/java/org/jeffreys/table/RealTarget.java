package org.jeffreys.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.core.Fields;

/**
 * Real numbers, one or several, which a network sees standardised.
 *
 * <pre>{@code
 * encoded = (y - loc) / scale          y = loc + scale encoded
 * }</pre>
 *
 * @param names of the columns
 * @param loc the mean of each in training
 * @param scale the standard deviation of each in training; to be undone in predictions
 */
public record RealTarget(List<String> names, Doubles loc, Doubles scale) implements TargetSchema {
  static final String TYPE = "real";

  /** Checks the sizes and the scales. */
  public RealTarget {
    names = List.copyOf(names);
    Check.atLeast(names.size(), 1, "number of targets");
    Check.require(loc.size() == names.size(), "loc", names.size() + " values", loc.size());
    Check.require(scale.size() == names.size(), "scale", names.size() + " values", scale.size());
    loc.stream().forEach(value -> Check.finite(value, "loc"));
    scale.stream().forEach(value -> Check.positive(value, "scale"));
  }

  static RealTarget of(Fields fields) {
    fields.requireExactly("type", "names", "loc", "scale");
    return new RealTarget(fields.texts("names"), fields.numbers("loc"), fields.numbers("scale"));
  }

  /**
   * The targets of those names, standardised by the rows of a table.
   *
   * @throws IllegalArgumentException if one is the same in all rows
   */
  static RealTarget learn(List<String> names, Table training) {
    List<Moments> moments = new ArrayList<>();
    for (String name : names) {
      double[] values = TargetValues.numbers(training, name);
      Moments each = Moments.of(values);
      if (each.standardDeviation() == 0) {
        throw TargetValues.constant(training, name);
      }
      moments.add(each);
    }
    return new RealTarget(
        names,
        Doubles.of(moments.stream().mapToDouble(Moments::mean)),
        Doubles.of(moments.stream().mapToDouble(Moments::standardDeviation)));
  }

  @Override
  public TargetKind kind() {
    return TargetKind.REAL;
  }

  @Override
  public RealTarget learnt(Table training) {
    return learn(names, training);
  }

  @Override
  public double[][] values(Table table) {
    return TargetValues.rows(
        table.numRows(), names.stream().map(name -> TargetValues.numbers(table, name)).toList());
  }

  @Override
  public double[][] encode(Table table) {
    double[][] rows = values(table);
    for (double[] row : rows) {
      for (int k = 0; k < row.length; k++) {
        row[k] = (row[k] - loc.get(k)) / scale.get(k);
      }
    }
    return rows;
  }

  @Override
  public Map<String, Object> describe() {
    return Fields.ordered(
        "type",
        TYPE,
        "names",
        names,
        "loc",
        loc.stream().boxed().toList(),
        "scale",
        scale.stream().boxed().toList());
  }
}
