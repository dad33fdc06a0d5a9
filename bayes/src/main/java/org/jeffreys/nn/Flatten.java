package org.jeffreys.nn;

import java.util.List;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Makes a vector of each example: images row by row, the channels of a pixel together. */
public record Flatten() implements PerExampleRule {
  @Override
  public List<ParameterSpec> parameters() {
    return List.of();
  }

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

  @Override
  public void gradient(Visit visit, Tensor delta, Parameters gradient) {
    // no parameters
  }

  @Override
  public @Nullable Tensor squaredNorm(Visit visit, Tensor delta) {
    return null;
  }
}
