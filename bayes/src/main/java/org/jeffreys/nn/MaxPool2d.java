package org.jeffreys.nn;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.Convolution;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * The greatest value of each window of an image {@code [height, width, channels]}, channel by
 * channel. What does not fill a window at the right and lower edge is left out. Where several
 * values are greatest the first one, row by row, gets the derivative.
 *
 * @param size the side of a window, at least 1
 * @param stride the pixels from one window to the next, at least 1
 */
public record MaxPool2d(int size, int stride) implements ParameterFree {
  /** Checks both. */
  public MaxPool2d {
    Check.atLeast(size, 1, "size");
    Check.atLeast(stride, 1, "stride");
  }

  /** Windows side by side. */
  public MaxPool2d(int size) {
    this(size, size);
  }

  @Override
  public Shape outputShape(Shape input) {
    return Window.outputShape(input, size, stride, this);
  }

  @Override
  public Tensor forward(Parameters parameters, Tensor input, Pass pass) {
    Convolution.Pooled pooled = Convolution.maxPool(Window.images(input), size, stride);
    return Window.batches(pooled.values(), input.size(0));
  }

  @Override
  public Visit visit(Parameters parameters, Tensor input, Pass pass) {
    Convolution.Pooled pooled = Convolution.maxPool(Window.images(input), size, stride);
    Tensor output = Window.batches(pooled.values(), input.size(0));
    Tensor indices = Window.batches(pooled.indices(), input.size(0));
    return new Visit(parameters, pass, input, output, indices);
  }

  @Override
  public Tensor backward(Visit visit, Tensor delta) {
    Tensor indices = Window.images(Check.present(visit.memo(), "memo"));
    Tensor images = Window.images(visit.input());
    // A shared input has one set of maxima and a delta for each draw.
    if (visit.input().size(0) < delta.size(0)) {
      Tensor[] all = new Tensor[(int) delta.size(0)];
      for (int draw = 0; draw < all.length; draw++) {
        all[draw] =
            Convolution.maxPoolBackward(delta.select(0, draw), images, indices, size, stride);
      }
      return Tensor.stack(0, all);
    }
    Tensor found = Convolution.maxPoolBackward(Window.images(delta), images, indices, size, stride);
    return Window.batches(found, delta.size(0));
  }
}
