package org.jeffreys.cli.predict;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jeffreys.cli.Progress;
import org.jeffreys.cli.report.CsvRows;
import org.jeffreys.data.ImageBlocks;
import org.jeffreys.inference.Posterior;
import org.jeffreys.predict.Estimate;
import org.jeffreys.store.ImageModel;
import org.jeffreys.uncertainty.UncertaintyMeasure;
import org.jeffreys.uncertainty.UncertaintyMeasures;

/** Predicts images block by block, some blocks side by side, and writes them in their order. */
final class PredictRun {
  private final ImageModel saved;
  private final PredictSettings settings;
  private final PredictPlan plan;
  private final Progress progress;
  private PredictSummary summary = PredictSummary.NOTHING;

  PredictRun(ImageModel saved, PredictSettings settings, PredictPlan plan, Progress progress) {
    this.saved = saved;
    this.settings = settings;
    this.plan = plan;
    this.progress = progress;
  }

  /** How the images written so far fared. */
  PredictSummary summary() {
    return summary;
  }

  /** Writes a row for each image. */
  void write(ImageBlocks images, Writer out) {
    Posterior posterior = BlockPrediction.posterior(saved, settings, plan);
    CsvRows rows = new CsvRows(out, header(images.nameOfNames()));
    ExecutorService executor = Executors.newFixedThreadPool(plan.numThreads(), PredictRun::worker);
    Deque<Future<BlockPrediction.Predicted>> ahead = new ArrayDeque<>();
    try {
      for (long start = 0; start < images.size() || !ahead.isEmpty(); ) {
        if (start < images.size() && ahead.size() < plan.numThreads()) {
          ImageBlocks.Block block = images.next(plan.blockRows());
          BlockPrediction prediction =
              new BlockPrediction(posterior, saved, settings.rule().measure(), block, start);
          ahead.add(executor.submit(prediction));
          start += plan.blockRows();
        } else {
          BlockPrediction.Predicted predicted = ahead.remove().get();
          summary = summary.plus(write(rows, predicted));
          requireReader(out);
          progress.advanceTo(summary.numImages(), "");
        }
      }
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("predict: expected to run to its end, got an interrupt", e);
    } finally {
      stop(executor);
    }
  }

  /** Waits for those at work, for the model is closed next. */
  private static void stop(ExecutorService executor) {
    executor.shutdown();
    boolean interrupted = false;
    while (!executor.isTerminated()) {
      try {
        executor.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread worker(Runnable task) {
    Thread thread = new Thread(task, "predict");
    thread.setDaemon(true);
    return thread;
  }

  private static RuntimeException failure(ExecutionException e) {
    if (e.getCause() instanceof RuntimeException cause) {
      return cause;
    }
    if (e.getCause() instanceof Error cause) {
      throw cause;
    }
    return new IllegalStateException("predict: expected a result, got " + e.getCause(), e);
  }

  /** A pipe whose reader has gone says so only when asked. */
  private static void requireReader(Writer out) {
    if (out instanceof PrintWriter printer && (printer.checkError() || System.out.checkError())) {
      throw new IllegalStateException(
          "standard output: expected to be read to its end, got closed");
    }
  }

  private static String[] header(String nameOfNames) {
    List<String> header =
        new ArrayList<>(
            List.of(
                nameOfNames, "label", "probability", "probabilitySe", "voteShare", "voteShareSe"));
    for (UncertaintyMeasure measure : UncertaintyMeasures.all()) {
      header.add(CsvRows.column(measure.name()));
      header.add(CsvRows.column(measure.name()) + "Se");
    }
    header.add("decision");
    return header.toArray(String[]::new);
  }

  private PredictSummary write(CsvRows rows, BlockPrediction.Predicted predicted) {
    int numAccepted = 0;
    for (PredictedImage image : predicted.images()) {
      rows.add(image.name()).add(saved.classNames().get(image.label()));
      add(rows, image.probability());
      add(rows, image.voteShare());
      image.measures().forEach(estimate -> add(rows, estimate));
      boolean accepted = settings.rule().accepts(image.decisive());
      rows.add(accepted ? "accept" : "abstain").end();
      numAccepted += accepted ? 1 : 0;
    }
    return new PredictSummary(predicted.images().size(), numAccepted, predicted.numScaled());
  }

  private static void add(CsvRows rows, Estimate estimate) {
    rows.add(estimate.value()).add(estimate.standardError());
  }
}
