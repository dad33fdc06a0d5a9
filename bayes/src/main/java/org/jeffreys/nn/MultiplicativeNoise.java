package org.jeffreys.nn;

import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * What the layers {@code y = x ε} have in common, whose noise is the factors ε of mean 1. Their
 * mean function is the identity: the mean of y, whatever the input.
 */
interface MultiplicativeNoise extends RandomLayer, ParameterFree {
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
}
