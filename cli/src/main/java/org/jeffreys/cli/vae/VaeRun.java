package org.jeffreys.cli.vae;

import java.util.List;
import java.util.stream.IntStream;
import org.jeffreys.app.vae.BinaryImages;
import org.jeffreys.app.vae.TrainedVae;
import org.jeffreys.app.vae.Vae;
import org.jeffreys.app.vae.VaeModel;
import org.jeffreys.app.vae.VaeNetworks;
import org.jeffreys.cli.Progress;
import org.jeffreys.core.Doubles;
import org.jeffreys.inference.Checkpoints;
import org.jeffreys.inference.Run;
import org.jeffreys.optim.Adam;
import org.jeffreys.optim.Schedule;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;

/** Trains the networks and judges all images. */
final class VaeRun {
  private static final int MOST_WEIGHTED = 1000;

  private final VaeSettings settings;
  private final VaeData data;
  private final Progress progress;

  VaeRun(VaeSettings settings, VaeData data, Progress progress) {
    this.settings = settings;
    this.data = data;
    this.progress = progress;
  }

  /** The model; the caller closes it. */
  TrainedVae train(Checkpoints checkpoints) {
    VaeNetworks.Config sizes =
        new VaeNetworks.Config(
            data.training().height(),
            data.training().width(),
            settings.hidden(),
            settings.latent(),
            settings.conditional() ? data.training().numClasses() : 0);
    Vae vae =
        new Vae(
            new Vae.Config(
                sizes,
                Adam.standard(),
                new Schedule.Constant(VaeSettings.LEARNING_RATE),
                VaeSettings.BATCH_SIZE,
                settings.epochs(),
                settings.binarisation()));
    long batch = VaeSettings.BATCH_SIZE;
    long steps = settings.epochs() * ((data.training().size() + batch - 1) / batch);
    progress.start("training", steps, "steps");
    Run run =
        Run.of(settings.seed())
            .withCheckpoints(checkpoints)
            .withProgress((done, total, note) -> progress.advanceTo(done, note));
    return vae.train(data.training(), run);
  }

  /** Judges all images. */
  VaeResult judge(TrainedVae trained) {
    progress.start("judging", 4, "sets of bounds");
    VaeModel model = trained.model();
    long start = System.nanoTime();
    int numWeighted = (int) Math.min(MOST_WEIGHTED, data.test().size());
    try (Rng rng = Rng.of(settings.seed(), "judge");
        BinaryImages weighted = data.test().range(0, numWeighted)) {
      Doubles elbo = model.elbo(data.test(), VaeResult.NUM_DRAWS, rng);
      progress.advanceTo(1, "");
      double bound = model.importanceBound(weighted, VaeResult.NUM_WEIGHTS, rng).mean();
      progress.advanceTo(2, "");
      Doubles score = elbo;
      double accuracy = Double.NaN;
      if (settings.conditional()) {
        List<Doubles> byClass = model.elboByClass(data.test(), VaeResult.NUM_DRAWS, rng);
        score = marginal(byClass);
        accuracy = accuracy(byClass);
      }
      progress.advanceTo(3, "");
      Doubles foreign =
          settings.conditional()
              ? marginal(model.elboByClass(data.foreign(), VaeResult.NUM_DRAWS, rng))
              : model.elbo(data.foreign(), VaeResult.NUM_DRAWS, rng);
      progress.advanceTo(4, "");
      return new VaeResult(
          trained.epochs(),
          elbo,
          score,
          foreign,
          numWeighted,
          bound,
          accuracy,
          LatentMap.of(model, data.test()),
          (System.nanoTime() - start) * 1e-9);
    }
  }

  /** log 1/K Σₖ exp(elboₖ): a bound on log p(x) where classes are equally likely. */
  static Doubles marginal(List<Doubles> byClass) {
    return Doubles.of(
        IntStream.range(0, byClass.get(0).size())
            .mapToDouble(
                row -> {
                  double most =
                      byClass.stream().mapToDouble(each -> each.get(row)).max().orElseThrow();
                  double sum =
                      byClass.stream().mapToDouble(each -> Math.exp(each.get(row) - most)).sum();
                  return most + Math.log(sum / byClass.size());
                }));
  }

  private double accuracy(List<Doubles> byClass) {
    Tensor labels = data.test().labels();
    if (labels == null) {
      return Double.NaN;
    }
    long[] truth = labels.toLongs();
    int hits = 0;
    for (int row = 0; row < truth.length; row++) {
      int best = 0;
      for (int k = 1; k < byClass.size(); k++) {
        best = byClass.get(k).get(row) > byClass.get(best).get(row) ? k : best;
      }
      hits += best == truth[row] ? 1 : 0;
    }
    return (double) hits / truth.length;
  }
}
