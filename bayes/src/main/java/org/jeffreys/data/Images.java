package org.jeffreys.data;

import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Pictures with or without labels, kept as bytes. Holds memory until closed.
 *
 * @param pixels light on dark, 0 black to 255 white; uint8 @shape [n, height, width, channels]
 * @param labels the index of each image's class, int64 @shape [n, 1]; null for unlabelled images
 * @param classNames in the order of the labels; empty where the images have no classes
 */
public record Images(Tensor pixels, @Nullable Tensor labels, List<String> classNames)
    implements AutoCloseable {
  private static final long PIECE = 4096;

  /** Checks the shapes, and that each label is the index of a class. */
  public Images {
    Check.require(
        pixels.dtype() == DType.UINT8 && pixels.rank() == 4 && pixels.numElements() > 0,
        "pixels",
        "uint8 [n, height, width, channels] with at least one image",
        pixels);
    classNames = List.copyOf(classNames);
    if (labels != null) {
      Check.require(
          labels.dtype() == DType.INT64
              && labels.rank() == 2
              && labels.size(0) == pixels.size(0)
              && labels.size(1) == 1,
          "labels",
          "int64 [" + pixels.size(0) + ", 1], one an image",
          labels);
      requireClasses(labels.toLongs(), classNames.size());
    }
  }

  /**
   * Images from the heap, which owe nothing to a scope: the caller closes them.
   *
   * @param pixels image by image, in the order row, column, channel
   * @param labels one an image, or null for unlabelled images
   */
  public static Images of(
      byte[] pixels,
      int @Nullable [] labels,
      int channels,
      int height,
      int width,
      List<String> classNames) {
    Check.atLeast(channels, 1, "channels");
    Check.atLeast(height, 1, "height");
    Check.atLeast(width, 1, "width");
    int area = Math.multiplyExact(Math.multiplyExact(channels, height), width);
    Check.require(
        pixels.length % area == 0 && pixels.length > 0,
        "pixels",
        "whole images of " + area + " bytes, at least one",
        pixels.length + " bytes");
    try (Scope scope = Scope.open()) {
      Tensor bytes =
          Tensor.ofBytes(DType.UINT8, pixels, pixels.length / area, height, width, channels);
      return released(bytes, labels == null ? null : column(labels), classNames);
    }
  }

  private static Tensor column(int[] labels) {
    long[] wide = new long[labels.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = labels[i];
    }
    return Tensor.of(wide, wide.length, 1);
  }

  private static Images released(Tensor pixels, @Nullable Tensor labels, List<String> classNames) {
    Images images = new Images(pixels, labels, classNames);
    Scope.release(pixels);
    if (labels != null) {
      Scope.release(labels);
    }
    return images;
  }

  private static void requireClasses(long[] labels, int numClasses) {
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= numClasses) {
        throw Check.failure("labels[" + i + "]", "a class in [0, " + numClasses + ")", labels[i]);
      }
    }
  }

  /** The number of images. */
  public long size() {
    return pixels.size(0);
  }

  /** The number of channels: 1 for grey images. */
  public int channels() {
    return (int) pixels.size(3);
  }

  /** The number of rows of an image. */
  public int height() {
    return (int) pixels.size(1);
  }

  /** The number of columns of an image. */
  public int width() {
    return (int) pixels.size(2);
  }

  /** The number of classes, whether or not each occurs here. */
  public int numClasses() {
    return classNames.size();
  }

  /** The images at the given places, in that order, in memory of their own; the caller closes. */
  public Images rows(long... indices) {
    for (long index : indices) {
      Check.require(
          index >= 0 && index < size(), "indices", "indices in [0, " + size() + ")", index);
    }
    try (Scope scope = Scope.open()) {
      Tensor at = Tensor.of(indices, indices.length);
      return released(
          pixels.indexSelect(0, at), labels == null ? null : labels.indexSelect(0, at), classNames);
    }
  }

  /** The images from {@code start} on, in memory of their own; the caller closes them. */
  public Images range(long start, long count) {
    Check.require(start >= 0 && start < size(), "start", "an index in [0, " + size() + ")", start);
    Check.require(
        count >= 1 && count <= size() - start,
        "count",
        "an integer in [1, " + (size() - start) + "]",
        count);
    try (Scope scope = Scope.open()) {
      return released(
          pixels.narrow(0, start, count).copy(),
          labels == null ? null : labels.narrow(0, start, count).copy(),
          classNames);
    }
  }

  /** The pixels of one image, in the order row, column, channel. */
  public byte[] bytes(int index) {
    Check.require(index >= 0 && index < size(), "index", "an index in [0, " + size() + ")", index);
    try (Scope scope = Scope.open()) {
      return pixels.narrow(0, index, 1).toBytes();
    }
  }

  /**
   * The index of each image's class.
   *
   * @throws IllegalStateException if the images have no labels
   */
  public int[] labelArray() {
    long[] wide = requireLabels().toLongs();
    int[] labels = new int[wide.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (int) wide[i];
    }
    return labels;
  }

  private Tensor requireLabels() {
    if (labels == null) {
      throw new IllegalStateException("labels: expected labelled images, got unlabelled ones");
    }
    return labels;
  }

  /**
   * The pixels scaled to [0, 1], as a network takes them. @shape [n, height, width, channels]
   *
   * @param dtype float32 or float64
   */
  public Tensor inputs(DType dtype) {
    Check.require(dtype.isFloating(), "dtype", "float32 or float64", dtype);
    try (Scope scope = Scope.open()) {
      Tensor inputs = Tensor.empty(dtype, pixels.shape());
      for (long start = 0; start < size(); start += PIECE) {
        long count = Math.min(PIECE, size() - start);
        try (Scope piece = Scope.open()) {
          Tensor some = pixels.narrow(0, start, count).to(dtype);
          inputs.narrow(0, start, count).copyFrom(some.div(255));
        }
      }
      return scope.keep(inputs);
    }
  }

  /**
   * The images as examples for a classifier: inputs as {@link #inputs}, targets int64 [n, 1]; in
   * memory of their own.
   *
   * @throws IllegalStateException if the images have no labels
   */
  public Dataset dataset(DType dtype) {
    Tensor targets = requireLabels();
    try (Scope scope = Scope.open()) {
      Dataset data = new Dataset(inputs(dtype), targets.copy());
      Scope.release(data.inputs());
      Scope.release(data.targets());
      return data;
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
