package org.jeffreys.cli.digits;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jeffreys.core.Check;
import org.jeffreys.data.DataFolders;
import org.jeffreys.data.Dataset;
import org.jeffreys.data.Datasets;
import org.jeffreys.data.ImageFolder;
import org.jeffreys.data.Images;
import org.jeffreys.data.Invert;
import org.jeffreys.data.Split;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * The images of a run.
 *
 * @param training to train on
 * @param validation held out, for the epochs' figures and for temperatures
 * @param clean the test images
 * @param noisy the first tenth of the test images, mixed with noise
 * @param foreign images of other things
 */
record DigitsData(Dataset training, Dataset validation, Images clean, Images noisy, Images foreign)
    implements AutoCloseable {
  private static final int SIDE = 28;
  private static final int MOST_VALIDATION = 10_000;
  private static final double IMAGE_SHARE = 0.3;

  static DigitsData load(DigitsSettings settings, DataFolders folders) {
    Images foreign = foreign(settings.foreign(), folders);
    Images clean = Datasets.named(settings.data()).load(Split.TEST, folders);
    Images noisy = noisy(clean, settings);
    try (Images all = Datasets.named(settings.data()).load(Split.TRAIN, folders);
        Dataset examples = all.dataset(DType.FLOAT32);
        Rng rng = Rng.of(settings.seed(), "validation")) {
      long heldOut = Math.min(MOST_VALIDATION, all.size() / 6);
      Dataset.Split split = examples.split(heldOut, rng);
      return new DigitsData(split.rest(), split.heldOut(), clean, noisy, foreign);
    }
  }

  private static Images foreign(String name, DataFolders folders) {
    boolean isKnown = Datasets.all().stream().anyMatch(source -> source.name().equals(name));
    Path folder = Path.of(name);
    if (!isKnown && Files.isDirectory(folder)) {
      return new ImageFolder(SIDE, SIDE, Invert.AUTO).read(folder);
    }
    Check.require(
        isKnown,
        "--ood",
        "a folder, or one of " + Datasets.all().stream().map(source -> source.name()).toList(),
        "'" + name + "'");
    return Datasets.named(name).load(Split.TEST, folders);
  }

  /** {@code 0.3 x + 0.7 u} with u uniform, rounded to bytes as pictures are. */
  private static Images noisy(Images clean, DigitsSettings settings) {
    long count = Math.max(1, clean.size() / 10);
    try (Scope scope = Scope.open();
        Rng rng = Rng.of(settings.seed(), "noise")) {
      Tensor pictures = clean.inputs(DType.FLOAT32).narrow(0, 0, count);
      long[] shape = pictures.shape();
      shape[0] = settings.sameNoise() ? 1 : count;
      Tensor noise = rng.uniform(DType.FLOAT32, shape);
      Tensor mixed = pictures.mul(IMAGE_SHARE).add(noise, 1 - IMAGE_SHARE);
      Tensor bytes = mixed.mul(255).add(0.5).to(DType.UINT8);
      try (Images first = clean.range(0, count)) {
        return Images.of(
            bytes.toBytes(),
            first.labelArray(),
            clean.channels(),
            clean.height(),
            clean.width(),
            clean.classNames());
      }
    }
  }

  @Override
  public void close() {
    training.close();
    validation.close();
    clean.close();
    noisy.close();
    foreign.close();
  }
}
