package org.jeffreys.cli.digits;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Optional;
import org.jeffreys.cli.Progress;
import org.jeffreys.data.Images;
import org.jeffreys.inference.Checkpoints;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.SampledPosterior;
import org.jeffreys.inference.Training;
import org.jeffreys.inference.dropout.McDropout;
import org.jeffreys.inference.dropout.NoisePosterior;
import org.jeffreys.optim.RmsProp;
import org.jeffreys.optim.Schedule;
import org.jeffreys.predict.ClassPrediction;
import org.jeffreys.target.CategoricalLikelihood;
import org.jeffreys.target.FlatPrior;
import org.jeffreys.target.Initializer;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jeffreys.uncertainty.PredictiveEntropy;
import org.jeffreys.uncertainty.RiskCoverage;
import org.jeffreys.uncertainty.TemperatureScaling;

/** Trains the network and scores all images. */
final class DigitsRun {
  private static final double LEARNING_RATE = 1e-3;

  private final DigitsSettings settings;
  private final DigitsData data;
  private final Progress progress;

  DigitsRun(DigitsSettings settings, DigitsData data, Progress progress) {
    this.settings = settings;
    this.data = data;
    this.progress = progress;
  }

  private McDropout method() {
    Training.Config training =
        new Training.Config(
            RmsProp.keras(),
            new Schedule.Constant(LEARNING_RATE),
            DigitsSettings.BATCH_SIZE,
            settings.epochs(),
            0,
            Initializer.GLOROT_UNIFORM);
    return new McDropout(
        new Training(training),
        new NoisePosterior.Config(
            settings.draws(), settings.independent(), settings.memoryBytes(), settings.threads()));
  }

  /** The posterior; the caller closes it. */
  NoisePosterior train(Checkpoints checkpoints) {
    try (SupervisedTarget target =
        new SupervisedTarget(
            DigitsNetworks.named(settings.method()).network().get(),
            new CategoricalLikelihood(DigitsSettings.NUM_CLASSES),
            new FlatPrior(),
            data.training())) {
      long batch = DigitsSettings.BATCH_SIZE;
      long steps = settings.epochs() * ((data.training().size() + batch - 1) / batch);
      progress.start("training", steps, "steps");
      Run run =
          Run.of(settings.seed())
              .withCheckpoints(checkpoints)
              .withProgress((done, total, note) -> progress.advanceTo(done, note));
      return method().fit(target, Optional.of(data.validation()), run);
    }
  }

  /** Scores all images. */
  DigitsResult score(NoisePosterior posterior) {
    progress.start("predicting", 4, "sets");
    try (SampledPosterior mean = posterior.mean()) {
      Predictor predictor = new Predictor(mean, posterior);
      ImageScores clean = predictor.scores(data.clean());
      double seconds = predictor.drawingSeconds;
      progress.advanceTo(1, "");
      ImageScores noisy = predictor.scores(data.noisy());
      progress.advanceTo(2, "");
      ImageScores foreign = predictor.scores(data.foreign());
      progress.advanceTo(3, "");
      ImageScores validation =
          predictor.scores(
              data.validation().inputs(),
              Arrays.stream(data.validation().targets().toLongs())
                  .mapToInt(Math::toIntExact)
                  .toArray());
      progress.advanceTo(4, "");
      return new DigitsResult(
          posterior.trained().epochs(),
          clean,
          clean.withFirst(noisy),
          noisy.size(),
          foreign,
          TemperatureScaling.fit(validation.logits(false), validation.labels()),
          TemperatureScaling.fit(validation.logits(true), validation.labels()),
          threshold(validation),
          seconds / settings.draws() * 10_000 / clean.size(),
          elapsed());
    }
  }

  /**
   * The greatest that leaves held-out images as accurate as wanted; none at all where none does.
   */
  private double threshold(ImageScores validation) {
    if (!settings.isThresholdChosen()) {
      return settings.threshold();
    }
    String measure = new PredictiveEntropy().name();
    return RiskCoverage.of(validation.uncertainty(measure), validation.correct(measure))
        .forAccuracy(settings.wantedAccuracy())
        .map(RiskCoverage.Point::threshold)
        .orElse(0.0);
  }

  private static double elapsed() {
    return (System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime()) / 1e3;
  }

  /** Predicts by the network without noise, and by the draws. */
  private static final class Predictor {
    private final SampledPosterior mean;
    private final NoisePosterior drawn;
    private double drawingSeconds;

    Predictor(SampledPosterior mean, NoisePosterior drawn) {
      this.mean = mean;
      this.drawn = drawn;
    }

    ImageScores scores(Images images) {
      try (Scope scope = Scope.open()) {
        int[] labels = images.labels() == null ? new int[0] : images.labelArray();
        return scores(images.inputs(DType.FLOAT32), labels);
      }
    }

    ImageScores scores(Tensor inputs, int[] labels) {
      ClassPrediction without = mean.predict(inputs).classification();
      long start = System.nanoTime();
      ClassPrediction with = drawn.predict(inputs).classification();
      drawingSeconds = (System.nanoTime() - start) * 1e-9;
      return ImageScores.of(labels, without, with);
    }
  }
}
