package org.jeffreys.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jeffreys.core.Check;
import org.jeffreys.data.Dataset;
import org.jeffreys.inference.InferenceMethods;
import org.jeffreys.inference.Parallel;
import org.jeffreys.inference.Posterior;
import org.jeffreys.inference.Run;
import org.jeffreys.nn.Sequential;
import org.jeffreys.target.Likelihood;
import org.jeffreys.target.NormalPrior;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** One fit of a model to a table: the network that is kept, and those that calibrate it. */
final class TableFitting {
  private static final int NUM_FOLDS = 5;
  private static final double HELD_OUT = 0.1;
  private static final int LARGE = 5000;

  /** Keeps outputs of order 1 for standardised features, whatever the widths. */
  private static final NormalPrior PRIOR = NormalPrior.fanIn(1.5, 1);

  private final TableFit fit;
  private final TableTask task;
  private final Run run;
  private final boolean leastSquares;

  TableFitting(TableFit fit, TableTask task, Run run) {
    this(fit, task, run, false);
  }

  private TableFitting(TableFit fit, TableTask task, Run run, boolean leastSquares) {
    this.fit = fit;
    this.task = task;
    this.run = run;
    this.leastSquares = leastSquares;
  }

  /** By least squares in place of a network and a method. */
  static TableFitting leastSquares(TableFit fit, TableTask task, Run run) {
    return new TableFitting(fit, task, run, true);
  }

  TableModel model() {
    List<TableSplit> splits = splits();
    boolean cross = splits.size() > 1;
    int[] kept = cross || splits.isEmpty() ? all() : splits.get(0).train();
    int numFits = cross ? splits.size() + 1 : 1;
    @Nullable TableModel[] models = new TableModel[numFits];
    OutOfFold outOfFold = new OutOfFold(task, splits);
    TaskProgress progress = new TaskProgress(run.progress(), numFits);
    List<Runnable> tasks = new ArrayList<>();
    tasks.add(() -> models[0] = fitted(kept, 0, progress));
    for (int i = 1; i < numFits; i++) {
      int index = i;
      tasks.add(
          () -> {
            try (TableModel model = fitted(splits.get(index - 1).train(), index, progress)) {
              outOfFold.put(index - 1, model);
            }
          });
    }
    try {
      Parallel.run(run.threads(), tasks);
      TableModel model = Check.present(models[0], "model");
      if (!cross && !splits.isEmpty()) {
        outOfFold.put(0, model);
      }
      return calibrated(model, splits.isEmpty() ? Optional.empty() : Optional.of(outOfFold));
    } catch (RuntimeException | Error e) {
      if (models[0] != null) {
        models[0].close();
      }
      throw e;
    }
  }

  private TableModel calibrated(TableModel model, Optional<OutOfFold> outOfFold) {
    return new TableModel(
        model.schema(),
        model.posterior(),
        model.method(),
        outOfFold.map(OutOfFold::calibration),
        model.novelty(),
        notes());
  }

  private int[] all() {
    return IntStream.range(0, task.table().numRows()).toArray();
  }

  private List<TableSplit> splits() {
    int n = task.table().numRows();
    TableFit.Calibrating how = fit.calibration();
    if (how == TableFit.Calibrating.AUTO) {
      how = n < LARGE ? TableFit.Calibrating.CROSS : TableFit.Calibrating.HOLDOUT;
    }
    return switch (how) {
      case CROSS -> TableSplit.folds(task.strata(), Math.min(NUM_FOLDS, n), run.seed());
      case HOLDOUT -> List.of(TableSplit.random(task.strata(), 0, HELD_OUT, run.seed()));
      default -> List.of();
    };
  }

  private Map<String, String> notes() {
    Map<String, String> notes = new LinkedHashMap<>();
    notes.put("data", task.table().source());
    notes.put("rows", Integer.toString(task.table().numRows()));
    notes.put("seed", Long.toString(run.seed()));
    notes.put("effort", Double.toString(fit.effort()));
    return notes;
  }

  /** A model of some rows, not calibrated. */
  private TableModel fitted(int[] rows, int index, TaskProgress progress) {
    Table training = task.table().rows(rows);
    TableSchema schema = task.learn(rows);
    double[][] features = schema.encode(training).toRows();
    double[][] targets = schema.target().encode(training);
    Posterior posterior =
        leastSquares
            ? LeastSquares.fit(features, targets, weights(rows))
            : posterior(schema, features, targets, rows, part(index, progress));
    return new TableModel(
        schema, posterior, name(), Optional.empty(), Novelty.of(features), Map.of());
  }

  private String name() {
    return leastSquares ? LinearBaseline.LEAST_SQUARES : fit.method();
  }

  private Run part(int index, TaskProgress progress) {
    return new Run(
        run.seed(), 1, progress.of(index), run.checkpoints().within("fit-" + index + "-"));
  }

  private Posterior posterior(
      TableSchema schema, double[][] features, double[][] targets, int[] rows, Run part) {
    TableLikelihoods.Entry entry = TableLikelihoods.of(fit.likelihood(), schema.target());
    Sequential network =
        TableNetworks.of(fit, schema.width(), entry.numOutputs().apply(schema.target()));
    Likelihood likelihood = entry.likelihood().of(schema.target(), targets);
    try (Dataset data = data(schema.target(), features, targets, rows);
        SupervisedTarget target = new SupervisedTarget(network, likelihood, PRIOR, data)) {
      return InferenceMethods.named(fit.method())
          .standard()
          .of(target, fit.effort())
          .fit(target, part);
    }
  }

  private Dataset data(TargetSchema kind, double[][] features, double[][] targets, int[] rows) {
    try (Scope scope = Scope.open()) {
      Tensor inputs = matrix(features).to(DType.FLOAT32);
      Tensor outputs =
          matrix(targets).to(kind.kind() == TargetKind.CLASSES ? DType.INT64 : DType.FLOAT32);
      @Nullable Tensor weights =
          task.weightColumn().isEmpty()
              ? null
              : Tensor.of(DType.FLOAT32, weights(rows), rows.length);
      Scope.release(inputs);
      Scope.release(outputs);
      if (weights != null) {
        Scope.release(weights);
      }
      return new Dataset(inputs, outputs, weights);
    }
  }

  static Tensor matrix(double[][] rows) {
    double[] flat = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    return Tensor.of(flat, rows.length, rows[0].length);
  }

  /**
   * With mean 1, so that they say how much rows count beside each other, not how many there are.
   */
  private double[] weights(int[] rows) {
    double[] weights = Arrays.stream(rows).mapToDouble(row -> task.weights().get(row)).toArray();
    double mean = Arrays.stream(weights).average().orElseThrow();
    Check.require(mean > 0, "weights", "at least one above 0 in each fold", "none");
    return Arrays.stream(weights).map(each -> each / mean).toArray();
  }
}
