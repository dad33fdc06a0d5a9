package org.jeffreys.table;

import java.util.List;
import org.jeffreys.core.Doubles;
import org.jeffreys.predict.ClassPrediction;
import org.jeffreys.predict.Prediction;
import org.jeffreys.predict.RegressionPrediction;

/**
 * What is predicted for the rows of a table.
 *
 * @param prediction in the units of the target
 * @param novelty how unlike the training rows each row is, from 0 to 1; see {@link Novelty}
 * @param notes what training had none like, one line each
 */
public record TablePrediction(Prediction prediction, Doubles novelty, List<String> notes) {
  /** Copies the list. */
  public TablePrediction {
    notes = List.copyOf(notes);
  }

  /** The number of rows. */
  public int numRows() {
    return prediction.numRows();
  }

  /** The prediction of numbers; see {@link Prediction#regression()}. */
  public RegressionPrediction regression() {
    return prediction.regression();
  }

  /** The prediction of classes; see {@link Prediction#classification()}. */
  public ClassPrediction classification() {
    return prediction.classification();
  }
}
