package org.jeffreys.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jeffreys.core.Doubles;
import org.jeffreys.predict.ClassPrediction;
import org.jeffreys.predict.Estimates;
import org.jeffreys.predict.RegressionPrediction;

/** Predictions of rows by models that were not fitted to them, gathered split by split. */
final class OutOfFold {
  /** More rows than that would make a model file large and its levels hardly better. */
  private static final int MOST_ROWS = 20_000;

  private final TableTask task;
  private final List<TableSplit> splits;
  private final double[][] parts;

  /** Of a row: for each output the deviation and the error, or the probabilities and the label. */
  private final int width;

  OutOfFold(TableTask task, List<TableSplit> splits) {
    this.task = task;
    this.splits = splits;
    this.parts = new double[splits.size()][];
    this.width =
        task.target() instanceof ClassTarget classes
            ? classes.levels().size() + 1
            : 2 * task.target().names().size();
  }

  /** Predicts the rows that a split holds out; threads may put different splits. */
  void put(int split, TableModel model) {
    int[] rows = splits.get(split).test();
    if (rows.length > MOST_ROWS) {
      rows = Arrays.copyOf(rows, MOST_ROWS);
    }
    Table heldOut = task.table().rows(rows);
    List<double[]> blocks = new ArrayList<>();
    for (int[] block : model.blocks(rows.length)) {
      blocks.add(predicted(model, heldOut.rows(block)));
    }
    parts[split] = blocks.stream().flatMapToDouble(Arrays::stream).toArray();
  }

  private double[] predicted(TableModel model, Table heldOut) {
    TablePrediction prediction = model.predict(heldOut);
    return task.target() instanceof ClassTarget classes
        ? classes(prediction.classification(), classes.labels(heldOut))
        : reals(prediction.regression(), task.target().values(heldOut));
  }

  private double[] classes(ClassPrediction prediction, int[] labels) {
    double[] part = new double[labels.length * width];
    Estimates probs = prediction.probabilities();
    for (int i = 0; i < labels.length; i++) {
      for (int k = 0; k < width - 1; k++) {
        part[i * width + k] = probs.value().get(i * (width - 1) + k);
      }
      part[i * width + width - 1] = labels[i];
    }
    return part;
  }

  private double[] reals(RegressionPrediction prediction, double[][] targets) {
    int outputs = width / 2;
    double[] part = new double[targets.length * width];
    Estimates means = prediction.mean();
    Estimates deviations = prediction.standardDeviation();
    for (int i = 0; i < targets.length; i++) {
      for (int k = 0; k < outputs; k++) {
        int index = i * outputs + k;
        part[i * width + k] = deviations.value().get(index);
        part[i * width + outputs + k] = Math.abs(targets[i][k] - means.value().get(index));
      }
    }
    return part;
  }

  /** What all predictions say together. */
  TableCalibration calibration() {
    double[] all = Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray();
    if (task.target() instanceof ClassTarget) {
      return new ClassCalibration(
          width - 1, columns(all, 0, width - 1), columns(all, width - 1, 1));
    }
    int outputs = width / 2;
    return new RealCalibration(
        outputs, transposed(columns(all, 0, outputs)), transposed(columns(all, outputs, outputs)));
  }

  /** Some columns of all rows, row-major. */
  private Doubles columns(double[] all, int from, int count) {
    double[] some = new double[all.length / width * count];
    Arrays.setAll(some, i -> all[i / count * width + from + i % count]);
    return Doubles.of(some);
  }

  private Doubles transposed(Doubles rows) {
    int outputs = width / 2;
    int n = rows.size() / outputs;
    double[] columns = new double[rows.size()];
    Arrays.setAll(columns, i -> rows.get(i % n * outputs + i / n));
    return Doubles.of(columns);
  }
}
