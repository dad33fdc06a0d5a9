package org.jeffreys.cli.predict;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jeffreys.data.ImageBlocks;
import org.jeffreys.inference.Posterior;
import org.jeffreys.inference.dropout.NoisePosterior;
import org.jeffreys.predict.ClassPrediction;
import org.jeffreys.predict.Estimates;
import org.jeffreys.predict.Measurements;
import org.jeffreys.store.ImageModel;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jeffreys.uncertainty.UncertaintyMeasure;
import org.jeffreys.uncertainty.UncertaintyMeasures;

/**
 * The reading and the prediction of one block, on whatever thread.
 *
 * @param posterior shared by all blocks
 * @param saved the model
 * @param decisive the measure of the abstention rule
 * @param block of images
 * @param firstRow the place of its first image among all
 */
record BlockPrediction(
    Posterior posterior,
    ImageModel saved,
    UncertaintyMeasure decisive,
    ImageBlocks.Block block,
    long firstRow)
    implements Callable<BlockPrediction.Predicted> {

  /**
   * A predicted block.
   *
   * @param images in their order
   * @param numScaled how many were of another size
   */
  record Predicted(List<PredictedImage> images, int numScaled) {}

  /** The model's posterior with the settings asked for, in the memory of the model. */
  static Posterior posterior(ImageModel saved, PredictSettings settings, PredictPlan plan) {
    if (saved.posterior() instanceof NoisePosterior noise) {
      var config =
          new NoisePosterior.Config(
              settings.numDraws(), settings.independent(), plan.memoryBytes(), 1);
      return new NoisePosterior(saved.model(), noise.trained(), config, noise.seed());
    }
    return saved.posterior();
  }

  @Override
  public Predicted call() {
    try (ImageBlocks.Read read = block.read();
        Scope scope = Scope.open()) {
      return new Predicted(
          images(predict(read.images().inputs(saved.model().dtype()))), read.numScaled());
    }
  }

  private ClassPrediction predict(Tensor inputs) {
    return posterior instanceof NoisePosterior noise
        ? noise.predict(inputs, firstRow).classification()
        : posterior.predict(inputs).classification();
  }

  private List<PredictedImage> images(ClassPrediction prediction) {
    int[] labels = prediction.labels();
    Estimates probabilities = prediction.probabilities();
    Estimates voteShares = prediction.voteShares();
    Measurements measurements = prediction.measures(UncertaintyMeasures.all());
    List<String> names = block.names();
    List<PredictedImage> images = new ArrayList<>();
    for (int row = 0; row < labels.length; row++) {
      int at = row;
      int index = row * prediction.numClasses() + labels[row];
      images.add(
          new PredictedImage(
              names.get(row),
              labels[row],
              probabilities.get(index),
              voteShares.get(index),
              measurements.byMeasure().values().stream().map(each -> each.get(at)).toList(),
              measurements.of(decisive).value().get(row)));
    }
    return images;
  }
}
