package org.jeffreys.cli.vae;

import org.jeffreys.app.vae.Binarisation;
import org.jeffreys.app.vae.BinaryImages;
import org.jeffreys.core.Check;
import org.jeffreys.data.DataFolders;
import org.jeffreys.data.Datasets;
import org.jeffreys.data.ImageSource;
import org.jeffreys.data.Images;
import org.jeffreys.data.Split;
import org.jeffreys.tensor.Rng;

/**
 * The images of a run.
 *
 * @param training to train on
 * @param test of the same kind, black and white
 * @param foreign images of other things, black and white
 */
record VaeData(Images training, BinaryImages test, BinaryImages foreign) implements AutoCloseable {
  /** Of data that come in one part, the share that is held out. */
  private static final int HELD_OUT = 5;

  static VaeData load(VaeSettings settings, DataFolders folders) {
    try (Images foreign = Datasets.named(settings.foreign()).load(Split.TEST, folders);
        Images all = Datasets.named(settings.data()).load(Split.TEST, folders)) {
      ImageSource source = Datasets.named(settings.data());
      boolean isWhole = source.parts().stream().anyMatch(part -> part.split() == Split.TRAIN);
      long rest = all.size() - all.size() / HELD_OUT;
      Images training = isWhole ? source.load(Split.TRAIN, folders) : all.range(0, rest);
      try (Images test = isWhole ? all.range(0, all.size()) : all.range(rest, all.size() - rest);
          Rng rng = Rng.of(settings.seed(), "binarise")) {
        requireSameSize(training, foreign, settings);
        return new VaeData(training, binary(test, settings, rng), binary(foreign, settings, rng));
      }
    }
  }

  private static void requireSameSize(Images training, Images foreign, VaeSettings settings) {
    Check.require(
        training.height() == foreign.height() && training.width() == foreign.width(),
        "--ood",
        "images of " + training.height() + " x " + training.width() + " as " + settings.data(),
        foreign.height() + " x " + foreign.width());
  }

  private static BinaryImages binary(Images images, VaeSettings settings, Rng rng) {
    return settings.binarisation() == Binarisation.THRESHOLD
        ? BinaryImages.thresholded(images)
        : BinaryImages.sampled(images, rng);
  }

  @Override
  public void close() {
    training.close();
    test.close();
    foreign.close();
  }
}
