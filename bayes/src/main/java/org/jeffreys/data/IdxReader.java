package org.jeffreys.data;

import java.nio.file.Path;
import java.util.List;
import org.jeffreys.core.Check;

/**
 * Reads images and labels in the IDX form of MNIST, plain or compressed by gzip.
 *
 * @source LeCun, Cortes and Burges, The MNIST database of handwritten digits, "File formats"
 * @param height the rows of an image
 * @param width the columns of an image
 * @param classNames in the order of the labels
 */
public record IdxReader(int height, int width, List<String> classNames) {
  /** Checks the sizes. */
  public IdxReader {
    Check.atLeast(height, 1, "height");
    Check.atLeast(width, 1, "width");
    classNames = List.copyOf(classNames);
  }

  /**
   * Images and their labels; the caller closes them.
   *
   * @throws java.io.UncheckedIOException with one line that names the file and what is wrong in it
   */
  public Images read(Path images, Path labels) {
    byte[] pixels = pixels(images);
    int[] classes = labels(labels);
    int count = pixels.length / (height * width);
    if (classes.length != count) {
      throw FileFailure.content(
          labels, count + " labels, as many as images in " + images, classes.length);
    }
    return Images.of(pixels, classes, 1, height, width, classNames);
  }

  /** As {@link #read}, of images without labels. */
  public Images readUnlabelled(Path images) {
    return Images.of(pixels(images), null, 1, height, width, classNames);
  }

  private byte[] pixels(Path file) {
    try (IdxStream in = IdxStream.open(file)) {
      in.requireMagic(IdxStream.IMAGES);
      long count = in.length();
      long rows = in.length();
      long columns = in.length();
      if (rows != height || columns != width) {
        throw FileFailure.content(
            file,
            "images of " + height + " x " + width + " pixels",
            "images of " + rows + " x " + columns);
      }
      return in.rest(count, height * width);
    }
  }

  private int[] labels(Path file) {
    try (IdxStream in = IdxStream.open(file)) {
      in.requireMagic(IdxStream.LABELS);
      byte[] bytes = in.rest(in.length(), 1);
      int[] labels = new int[bytes.length];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = bytes[i] & 0xff;
        if (labels[i] >= classNames.size()) {
          throw FileFailure.content(
              file, "labels in [0, " + classNames.size() + ")", labels[i] + " at index " + i);
        }
      }
      return labels;
    }
  }
}
