package org.jeffreys.table;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  @Override
  public void close() {
    posterior.close();
  }
}
