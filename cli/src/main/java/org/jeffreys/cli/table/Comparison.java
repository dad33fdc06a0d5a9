package org.jeffreys.cli.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jeffreys.core.NumericalException;
import org.jeffreys.inference.Parallel;
import org.jeffreys.inference.Progress;
import org.jeffreys.inference.Run;
import org.jeffreys.store.FolderCheckpoints;
import org.jeffreys.store.OutputFolder;
import org.jeffreys.table.LinearBaseline;
import org.jeffreys.table.TableFit;
import org.jeffreys.table.TableModel;
import org.jeffreys.table.TableScores;
import org.jeffreys.table.TableSplit;
import org.jeffreys.table.TableTask;
import org.jeffreys.table.TaskProgress;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Fits of several methods to the same folds. What a fit came to is written at once, so that a
 * comparison that was interrupted goes on with the others.
 *
 * @param fit but for its method
 * @param methods by name, the linear baseline among them
 * @param fingerprint of all that the outcomes depend on, but for the methods and folds themselves
 */
record Comparison(
    TableFit fit,
    TableTask task,
    List<TableSplit> folds,
    List<String> methods,
    long seed,
    String fingerprint) {
  private static final String FOLDER = "fits";

  Comparison {
    folds = List.copyOf(folds);
    methods = List.copyOf(methods);
  }

  int numFits() {
    return folds.size() * methods.size();
  }

  /** How many fits a former run of the same settings has finished; those of others are deleted. */
  int numFinished(OutputFolder folder) {
    int finished = 0;
    Path fits = folder.path().resolve(FOLDER);
    try {
      if (Files.isDirectory(fits)) {
        try (var files = Files.newDirectoryStream(fits, "*.json")) {
          for (Path file : files) {
            if (FitOutcome.parse(Files.readString(file), fingerprint).isEmpty()) {
              Files.delete(file);
            }
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(fits + ": expected the fits of a comparison, got " + e, e);
    }
    for (String method : methods) {
      for (int fold = 1; fold <= folds.size(); fold++) {
        finished += read(folder, method, fold).isPresent() ? 1 : 0;
      }
    }
    return finished;
  }

  /** All outcomes, method by method; those that are not there yet are made. */
  List<FitOutcome> run(
      OutputFolder folder, FolderCheckpoints checkpoints, Progress progress, int threads) {
    @Nullable FitOutcome[] outcomes = new FitOutcome[numFits()];
    TaskProgress parts = new TaskProgress(progress, outcomes.length);
    List<Runnable> tasks = new ArrayList<>();
    for (int fold = 1; fold <= folds.size(); fold++) {
      for (int m = 0; m < methods.size(); m++) {
        String method = methods.get(m);
        int number = fold;
        int index = m * folds.size() + fold - 1;
        Optional<FitOutcome> known = read(folder, method, fold);
        if (known.isPresent()) {
          outcomes[index] = known.get();
          parts.of(index).at(1, 1, "");
        } else {
          tasks.add(
              () -> {
                FitOutcome outcome = fit(method, number, checkpoints, parts.of(index));
                folder.writeText(file(method, number), outcome.json(fingerprint));
                checkpoints.clear(prefix(method, number));
                parts.of(index).at(1, 1, "");
                outcomes[index] = outcome;
              });
        }
      }
    }
    loadEngine();
    Parallel.run(threads, tasks);
    return Arrays.stream(outcomes).map(Objects::requireNonNull).toList();
  }

  /** So that the first fit's time does not have it. */
  private static void loadEngine() {
    try (Scope scope = Scope.open()) {
      Linalg.symmetricEigen(Tensor.eye(DType.FLOAT64, 2)).values().toDoubles();
    }
  }

  private FitOutcome fit(
      String method, int fold, FolderCheckpoints checkpoints, Progress progress) {
    TableSplit split = folds.get(fold - 1);
    TableTask training = task.part(split.train());
    Run run =
        Run.of(seed + fold - 1)
            .withProgress(progress)
            .withCheckpoints(checkpoints.within(prefix(method, fold)));
    boolean isLinear = method.equals(LinearBaseline.name(task.target()));
    long start = System.nanoTime();
    try (TableModel model =
        isLinear
            ? LinearBaseline.fit(fit, training, run)
            : fit.withMethod(method).fit(training, run)) {
      double seconds = (System.nanoTime() - start) * 1e-9;
      TableScores scores = TableScores.of(model, task.table().rows(split.test()));
      return new FitOutcome(method, fold, scores, seconds, "");
    } catch (IllegalArgumentException | NumericalException e) {
      // A method that cannot serve this task is a result, too.
      return FitOutcome.refused(method, fold, String.valueOf(e.getMessage()));
    }
  }

  private Optional<FitOutcome> read(OutputFolder folder, String method, int fold) {
    Path file = folder.path().resolve(file(method, fold));
    try {
      return Files.exists(file)
          ? FitOutcome.parse(Files.readString(file), fingerprint)
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": expected a readable file, got " + e, e);
    }
  }

  private static String file(String method, int fold) {
    return FOLDER + "/" + method + "-" + fold + ".json";
  }

  private static String prefix(String method, int fold) {
    return method + "-" + fold + "-";
  }
}
