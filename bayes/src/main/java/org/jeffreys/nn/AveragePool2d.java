package org.jeffreys.nn;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.Convolution;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * The mean of each window of an image {@code [height, width, channels]}, channel by channel. What
 * does not fill a window at the right and lower edge is left out.
 *
 * @param size the side of a window, at least 1
 * @param stride the pixels from one window to the next, at least 1
 */
public record AveragePool2d(int size, int stride) implements ParameterFree {
  /** Checks both. */
  public AveragePool2d {
    Check.atLeast(size, 1, "size");
    Check.atLeast(stride, 1, "stride");
  }

  /** Windows side by side. */
  public AveragePool2d(int size) {
    this(size, size);
  }

  @Override
  public Shape outputShape(Shape input) {
    return Window.outputShape(input, size, stride, this);
  }

  @Override
  public Tensor forward(Parameters parameters, Tensor input, Pass pass) {
    Tensor means = Convolution.averagePool(Window.images(input), size, stride);
    return Window.batches(means, input.size(0));
  }

  @Override
  public Tensor backward(Visit visit, Tensor delta) {
    long draws = delta.size(0);
    Tensor input = visit.input();
    long[] shape = input.shape();
    shape[0] = draws;
    // Only the shape of the input matters.
    Tensor images = Window.images(input.size(0) == draws ? input : input.expand(shape));
    Tensor found = Convolution.averagePoolBackward(Window.images(delta), images, size, stride);
    return Window.batches(found, draws);
  }
}
