package org.jeffreys.app.vae;

import org.jeffreys.core.Check;
import org.jeffreys.data.Images;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Images of black and white pixels. Holds memory until closed.
 *
 * @param pixels 0 black, 1 white; uint8 @shape [n, height * width]
 * @param labels the index of each image's class, int64 @shape [n]; null for unlabelled images
 */
public record BinaryImages(Tensor pixels, @Nullable Tensor labels) implements AutoCloseable {
  /** From one half of 255 on a pixel is white. */
  private static final double WHITE = 127.5;

  private static final long PIECE = 4096;

  /** Checks the shapes. */
  public BinaryImages {
    Check.require(
        pixels.dtype() == DType.UINT8 && pixels.rank() == 2 && pixels.numElements() > 0,
        "pixels",
        "uint8 [n, height * width] with at least one image",
        pixels);
    Check.require(
        labels == null
            || (labels.dtype() == DType.INT64
                && labels.rank() == 1
                && labels.size(0) == pixels.size(0)),
        "labels",
        "int64 [" + pixels.size(0) + "], one an image",
        String.valueOf(labels));
  }

  /** Grey images made white from one half on; the caller closes them. */
  public static BinaryImages thresholded(Images images) {
    return of(images, BinaryImages::isLight);
  }

  /** Grey images whose levels are probabilities of white; the caller closes them. */
  public static BinaryImages sampled(Images images, Rng rng) {
    return of(images, grey -> isWhite(grey, rng));
  }

  /**
   * Where pixels are drawn white.
   *
   * @param grey 0 to 255, float32
   */
  static Tensor isWhite(Tensor grey, Rng rng) {
    return rng.uniform(DType.FLOAT32, grey.shape()).mulInPlace(-255).addInPlace(grey).gt(0);
  }

  private interface Rule {
    Tensor isWhite(Tensor grey);
  }

  private static BinaryImages of(Images images, Rule rule) {
    try (Scope scope = Scope.open()) {
      Tensor labels = images.labels();
      return released(
          white(images, rule), labels == null ? null : labels.reshape(images.size()).copy());
    }
  }

  /** The pixels of {@link #thresholded}, in the innermost scope. */
  static Tensor thresholdedPixels(Images images) {
    return white(images, BinaryImages::isLight);
  }

  private static Tensor isLight(Tensor grey) {
    return grey.gt(WHITE);
  }

  private static Tensor white(Images images, Rule rule) {
    Check.require(images.channels() == 1, "channels", "1, grey images", images.channels());
    long size = images.size();
    try (Scope scope = Scope.open()) {
      Tensor grey = images.pixels().reshape(size, -1);
      Tensor pixels = Tensor.empty(DType.UINT8, grey.shape());
      for (long start = 0; start < size; start += PIECE) {
        long count = Math.min(PIECE, size - start);
        try (Scope piece = Scope.open()) {
          Tensor white = rule.isWhite(grey.narrow(0, start, count).to(DType.FLOAT32));
          pixels.narrow(0, start, count).copyFrom(white.to(DType.UINT8));
        }
      }
      return scope.keep(pixels);
    }
  }

  private static BinaryImages released(Tensor pixels, @Nullable Tensor labels) {
    BinaryImages images = new BinaryImages(pixels, labels);
    Scope.release(pixels);
    if (labels != null) {
      Scope.release(labels);
    }
    return images;
  }

  /** The number of images. */
  public long size() {
    return pixels.size(0);
  }

  /** The images from {@code start} on, in memory of their own; the caller closes them. */
  public BinaryImages range(long start, long count) {
    Check.require(start >= 0 && start < size(), "start", "an index in [0, " + size() + ")", start);
    Check.require(
        count >= 1 && count <= size() - start,
        "count",
        "an integer in [1, " + (size() - start) + "]",
        count);
    try (Scope scope = Scope.open()) {
      return released(
          pixels.narrow(0, start, count).copy(),
          labels == null ? null : labels.narrow(0, start, count).copy());
    }
  }

  /** The same images, all of one class, in memory of their own; the caller closes them. */
  public BinaryImages labelled(int label) {
    try (Scope scope = Scope.open()) {
      return released(pixels.copy(), Tensor.full(DType.INT64, label, size()));
    }
  }

  @Override
  public void close() {
    pixels.close();
    if (labels != null) {
      labels.close();
    }
  }
}
