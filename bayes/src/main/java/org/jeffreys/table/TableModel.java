package org.jeffreys.table;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jeffreys.core.Check;
import org.jeffreys.inference.Posterior;
import org.jeffreys.predict.Prediction;

/**
 * A posterior with the table's columns that it was learnt from: rows of a table in, predictions in
 * the units of the target out. Threads may share one. Holds memory until closed.
 *
 * @param schema how columns become the inputs of the network
 * @param posterior closed with this
 * @param method of inference, by name
 * @param calibration what was learnt from rows that the network was not fitted to
 * @param novelty how unlike the training rows a row is
 * @param notes on the training, for people: the data, the seed, what was decided
 */
public record TableModel(
    TableSchema schema,
    Posterior posterior,
    String method,
    Optional<TableCalibration> calibration,
    Novelty novelty,
    Map<String, String> notes)
    implements AutoCloseable {
  /** The outputs of one block of rows, over all draws. */
  private static final long BLOCK_VALUES = 2_000_000;

  private static final int MOST_ROWS = 4096;

  /** Checks that the parts fit each other. */
  public TableModel {
    Check.require(!method.isBlank(), "method", "a name", "none");
    long width = posterior.model().network().inputShape().numElements();
    Check.require(width == schema.width(), "schema", width + " inputs", schema.width());
    Check.require(
        novelty.centre().size() == width, "novelty", width + " inputs", novelty.centre().size());
    notes = Collections.unmodifiableMap(new LinkedHashMap<>(notes));
  }

  /** What is predicted. */
  public TargetSchema target() {
    return schema.target();
  }

  /** This model under another name of its method. */
  TableModel named(String newMethod) {
    return new TableModel(schema, posterior, newMethod, calibration, novelty, notes);
  }

  /**
   * Predicts rows; the target need not be among the columns.
   *
   * @throws IllegalArgumentException if a column is not there or of another type
   */
  public TablePrediction predict(Table rows) {
    Check.require(rows.numRows() > 0, rows.source(), "at least one row", "none");
    EncodedTable encoded = schema.encode(rows);
    double[][] features = encoded.toRows();
    Prediction prediction = posterior.predict(features);
    if (target() instanceof RealTarget real) {
      prediction = prediction.regression().rescaled(real.loc().toArray(), real.scale().toArray());
    }
    List<String> told = encoded.notes().stream().map(EncodingNote::message).toList();
    return new TablePrediction(prediction, novelty.scores(features), told);
  }

  /**
   * The rows from 0 to {@code numRows}, in runs that {@link #predict} takes little memory for.
   *
   * @param numRows at least 1
   */
  public List<int[]> blocks(int numRows) {
    int outputs =
        target() instanceof ClassTarget classes ? classes.levels().size() : target().names().size();
    long values = (long) posterior.numDraws() * outputs;
    int size = (int) Math.max(1, Math.min(MOST_ROWS, BLOCK_VALUES / values));
    List<int[]> blocks = new ArrayList<>();
    for (int start = 0; start < numRows; start += size) {
      blocks.add(IntStream.range(start, Math.min(numRows, start + size)).toArray());
    }
    return blocks;
  }

  @Override
  public void close() {
    posterior.close();
  }
}
