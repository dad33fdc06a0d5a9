package org.jeffreys.store;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.core.Fields;
import org.jeffreys.inference.Posterior;
import org.jeffreys.table.Novelty;
import org.jeffreys.table.TableCalibration;
import org.jeffreys.table.TableModel;
import org.jeffreys.table.TableSchema;

/**
 * A model of tables, as it is saved.
 *
 * @param table closed with this
 */
public record SavedTable(TableModel table) implements SavedPosterior {
  private static final String NOVELTY = "novelty.";
  private static final String CALIBRATION = "calibration.";

  @Override
  public Posterior posterior() {
    return table.posterior();
  }

  @Override
  public String method() {
    return table.method();
  }

  @Override
  public Map<String, String> notes() {
    return table.notes();
  }

  @Override
  public Map<String, double[]> numbers() {
    Map<String, double[]> numbers = new TreeMap<>();
    numbers.put(NOVELTY + "centre", table.novelty().centre().toArray());
    numbers.put(NOVELTY + "factor", table.novelty().factor().toArray());
    numbers.put(NOVELTY + "distances", table.novelty().distances().toArray());
    table
        .calibration()
        .ifPresent(
            calibration ->
                calibration
                    .numbers()
                    .forEach((name, values) -> numbers.put(CALIBRATION + name, values)));
    return numbers;
  }

  Map<String, Object> described() {
    return Map.of("table", table.schema().describe());
  }

  static SavedTable of(
      Fields fields,
      Map<String, double[]> numbers,
      Posterior posterior,
      String method,
      Map<String, String> notes) {
    TableSchema schema = TableSchema.of(fields.child("table").map());
    Map<String, double[]> calibration = new TreeMap<>();
    numbers.forEach(
        (name, values) -> {
          if (name.startsWith(CALIBRATION)) {
            calibration.put(name.substring(CALIBRATION.length()), values);
          }
        });
    Novelty novelty =
        new Novelty(
            found(numbers, NOVELTY + "centre"),
            found(numbers, NOVELTY + "factor"),
            found(numbers, NOVELTY + "distances"));
    return new SavedTable(
        new TableModel(
            schema,
            posterior,
            method,
            calibration.isEmpty()
                ? Optional.empty()
                : Optional.of(TableCalibration.of(schema.target(), calibration)),
            novelty,
            notes));
  }

  private static Doubles found(Map<String, double[]> numbers, String name) {
    return Doubles.of(Check.present(numbers.get(name), name));
  }
}
