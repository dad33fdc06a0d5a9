package org.jeffreys.cli.vae;

import java.lang.management.ManagementFactory;
import org.jeffreys.app.vae.VaeEpoch;
import org.jeffreys.cli.Version;
import org.jeffreys.cli.report.Metrics;
import org.jeffreys.core.Doubles;
import org.jeffreys.tensor.Threads;
import org.jeffreys.uncertainty.Detection;

/** {@code metrics.json} of a variational autoencoder. */
final class VaeMetrics {
  private VaeMetrics() {}

  static Metrics of(VaeSettings settings, VaeData data, VaeResult result, VaePictures pictures) {
    Metrics metrics = asked(settings).put("epochs", result.epochs().size());
    metrics.put("numTraining", data.training().size()).put("numTest", result.elbo().size());
    bounds(metrics, settings, result);
    metrics
        .section("imputation")
        .put("jumps", pictures.jumps())
        .put("moves", pictures.moves())
        .put("rHat", pictures.rHat())
        .put("pixelsRight", pictures.pixelsRight());
    return metrics
        .put("trainElbo", Doubles.of(result.epochs().stream().mapToDouble(VaeEpoch::elbo)))
        .put("trainSeconds", result.trainSeconds())
        .put("secondsPerStep", result.trainSeconds() / numSteps(data, result))
        .put("evaluationSeconds", result.evaluationSeconds())
        .put("threads", Threads.get())
        .put("elapsedSeconds", elapsed());
  }

  private static Metrics asked(VaeSettings settings) {
    return Metrics.empty()
        .put("command", "vae")
        .put("version", Version.number())
        .put("seed", settings.seed())
        .put("data", settings.data())
        .put("ood", settings.foreign())
        .put("conditional", settings.conditional())
        .put("binarisation", settings.binarise())
        .put("hidden", settings.hidden())
        .put("latent", settings.latent())
        .put("batchSize", VaeSettings.BATCH_SIZE)
        .put("learningRate", VaeSettings.LEARNING_RATE);
  }

  private static void bounds(Metrics metrics, VaeSettings settings, VaeResult result) {
    metrics
        .put("elbo", result.elbo().mean())
        .put("elboSe", result.elboError())
        .put("numDraws", VaeResult.NUM_DRAWS);
    metrics
        .section("importance")
        .put("numImages", result.numWeighted())
        .put("numDraws", VaeResult.NUM_WEIGHTS)
        .put("bound", result.importanceBound())
        .put("elbo", result.elboOfWeighted());
    if (settings.conditional()) {
      metrics.put("accuracy", result.accuracy());
    }
    Detection detection = result.detection();
    metrics
        .section("foreign")
        .put("numImages", result.foreignScore().size())
        .put("elbo", result.foreignScore().mean())
        .put("auroc", detection.auroc())
        .put("aupr", detection.aupr())
        .put("fprAt95Tpr", detection.fprAt95Tpr());
  }

  private static double numSteps(VaeData data, VaeResult result) {
    double batches = Math.ceil((double) data.training().size() / VaeSettings.BATCH_SIZE);
    return batches * result.epochs().size();
  }

  private static double elapsed() {
    return (System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime()) / 1e3;
  }
}
