package org.jeffreys.nn;

import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/** Makes a vector of each example: images row by row, the channels of a pixel together. */
public record Flatten() implements ParameterFree {
  @Override
  public Shape outputShape(Shape input) {
    return Shape.of(input.numElements());
  }

  @Override
  public Tensor forward(Parameters parameters, Tensor input, Pass pass) {
    return input.reshape(input.size(0), input.size(1), -1);
  }

  @Override
  public Tensor backward(Visit visit, Tensor delta) {
    long[] shape = visit.input().shape();
    shape[0] = delta.size(0);
    return delta.reshape(shape);
  }
}
