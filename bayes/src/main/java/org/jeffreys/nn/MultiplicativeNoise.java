package org.jeffreys.nn;

import java.util.List;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What the layers {@code y = x ε} have in common, whose noise is the factors ε of mean 1. Their
 * mean function is the identity: the mean of y, whatever the input.
 */
interface MultiplicativeNoise extends RandomLayer, PerExampleRule {
  @Override
  default List<ParameterSpec> parameters() {
    return List.of();
  }

  @Override
  default Shape outputShape(Shape input) {
    return input;
  }

  @Override
  default Tensor forward(Parameters parameters, Tensor input, Pass pass) {
    Tensor factors = pass.noise();
    return factors == null ? input : input.mul(factors);
  }

  @Override
  default Tensor backward(Visit visit, Tensor delta) {
    Tensor factors = visit.pass().noise();
    return factors == null ? delta : delta.mul(factors);
  }

  @Override
  default void gradient(Visit visit, Tensor delta, Parameters gradient) {
    // no parameters
  }

  @Override
  default @Nullable Tensor squaredNorm(Visit visit, Tensor delta) {
    return null;
  }
}
