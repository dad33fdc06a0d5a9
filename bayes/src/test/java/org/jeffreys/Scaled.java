package org.jeffreys;

import java.util.List;
import org.jeffreys.nn.Layer;
import org.jeffreys.nn.ParameterSpec;
import org.jeffreys.nn.Parameters;
import org.jeffreys.nn.Pass;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/** A layer of the tests that has no rules of its own: {@code y = s x + x²}. */
public record Scaled(int width) implements Layer {
  @Override
  public List<ParameterSpec> parameters() {
    return List.of(new ParameterSpec("scale", Shape.of(1, width), ParameterSpec.Role.WEIGHT, 1, 1));
  }

  @Override
  public Shape outputShape(Shape input) {
    return input;
  }

  @Override
  public Tensor forward(Parameters parameters, Tensor input, Pass pass) {
    return input.mul(parameters.get(0)).add(input.square());
  }
}
