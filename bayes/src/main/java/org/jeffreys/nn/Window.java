package org.jeffreys.nn;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/** What layers over windows of images have in common. */
final class Window {
  private Window() {}

  /** The number of windows along a side. */
  static long count(long length, int size, int stride, Layer layer) {
    Check.require(length >= size, "input", "sides of at least " + size + " for " + layer, length);
    return (length - size) / stride + 1;
  }

  /** The shape of what windows of images give, channel by channel. */
  static Shape outputShape(Shape input, int size, int stride, Layer layer) {
    Check.require(
        input.rank() == 3,
        "input",
        "examples of shape [height, width, channels] for " + layer,
        input);
    return Shape.of(
        count(input.size(0), size, stride, layer),
        count(input.size(1), size, stride, layer),
        input.size(2));
  }

  /** One draw of a tensor, or the one that all draws share. */
  static Tensor draw(Tensor tensor, long draw) {
    return tensor.select(0, tensor.size(0) == 1 ? 0 : draw);
  }

  /** Draws and examples as one axis of images. */
  static Tensor images(Tensor tensor) {
    long[] shape = tensor.shape();
    return tensor.reshape(shape[0] * shape[1], shape[2], shape[3], shape[4]);
  }

  /** Images as draws and examples again. */
  static Tensor batches(Tensor images, long draws) {
    long[] shape = images.shape();
    return images.reshape(draws, shape[0] / draws, shape[1], shape[2], shape[3]);
  }
}
