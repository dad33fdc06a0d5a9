package org.jeffreys.cli.predict;

import java.util.Optional;
import org.jeffreys.core.Check;
import org.jeffreys.data.ImageFolder;
import org.jeffreys.data.Invert;
import org.jeffreys.inference.dropout.NoisePosterior;
import org.jeffreys.store.ImageFormat;
import org.jeffreys.store.ImageModel;
import org.jeffreys.uncertainty.AbstentionRule;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for, or else what the model says.
 *
 * @param numDraws the number of functions
 * @param independent whether each image has noise of its own in each draw
 * @param rule when to abstain
 * @param invert which pictures are turned to light on dark
 * @param memoryBytes about the most that predicting takes
 */
record PredictSettings(
    int numDraws, boolean independent, AbstentionRule rule, Invert invert, long memoryBytes) {
  private static final int MOST_DRAWS = 10_000;

  static PredictSettings of(
      ImageModel saved,
      @Nullable Integer draws,
      boolean independent,
      @Nullable Double threshold,
      @Nullable Invert invert,
      long memoryBytes) {
    AbstentionRule rule = saved.abstention();
    if (threshold != null) {
      Check.finite(threshold, "--threshold");
      rule =
          new AbstentionRule(rule.measure(), threshold)
              .requireWithin(saved.numClasses(), "--threshold");
    }
    int numDraws = draws == null ? saved.posterior().numDraws() : draws;
    Check.require(
        draws == null || (draws >= 1 && draws <= MOST_DRAWS),
        "--draws",
        "an integer in [1, " + MOST_DRAWS + "]",
        numDraws);
    Optional<NoisePosterior> noise = noise(saved);
    Check.require(
        noise.isPresent() || draws == null,
        "--draws",
        "no number for a model by " + saved.method() + ", whose draws are in the file",
        numDraws);
    Check.require(
        noise.isPresent() || !independent,
        "--independent",
        "a model whose functions differ by noise",
        "one by " + saved.method());
    return new PredictSettings(
        numDraws,
        independent || noise.filter(each -> each.config().independent()).isPresent(),
        rule,
        invert == null ? saved.images().invert() : invert,
        memoryBytes);
  }

  private static Optional<NoisePosterior> noise(ImageModel saved) {
    return saved.posterior() instanceof NoisePosterior noise
        ? Optional.of(noise)
        : Optional.empty();
  }

  /** The reader of images for a model. */
  ImageFolder reader(ImageModel saved) {
    ImageFormat images = saved.images();
    return new ImageFormat(images.height(), images.width(), images.channels(), invert).reader();
  }
}
