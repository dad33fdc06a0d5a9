package org.jeffreys.nn;

import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * A dense layer.
 *
 * <pre>{@code
 * y = x W + b      W [in, out], b [1, out]
 * }</pre>
 *
 * <p>For one example i of a draw, with input a and delta δ, the gradient is a δᵀ in W and δ in b;
 * its squared norm is (|a|² + 1)|δ|².
 *
 * @param in the number of inputs, at least 1
 * @param out the number of outputs, at least 1
 */
public record Linear(int in, int out) implements PerExampleRule {
  private static final int WEIGHT = 0;
  private static final int BIAS = 1;

  /** Checks the sizes. */
  public Linear {
    Check.atLeast(in, 1, "in");
    Check.atLeast(out, 1, "out");
  }

  @Override
  public List<ParameterSpec> parameters() {
    return List.of(
        new ParameterSpec("weight", Shape.of(in, out), ParameterSpec.Role.WEIGHT, in, out),
        new ParameterSpec("bias", Shape.of(1, out), ParameterSpec.Role.BIAS, in, out));
  }

  @Override
  public Shape outputShape(Shape input) {
    Check.require(
        input.rank() == 1 && input.size(0) == in,
        "input",
        "examples of shape [" + in + "] for " + this,
        input);
    return Shape.of(out);
  }

  @Override
  public Tensor forward(Parameters parameters, Tensor input, Pass pass) {
    Tensor weight = parameters.get(WEIGHT);
    Tensor bias = parameters.get(BIAS);
    if (in == 1) {
      return bias.addProduct(input, weight);
    }
    return Linalg.addBatchedProduct(bias, drawn(input, weight.size(0)), weight);
  }

  @Override
  public Tensor backward(Visit visit, Tensor delta) {
    Tensor transposed = visit.parameters().get(WEIGHT).transpose(1, 2);
    return out == 1 ? delta.mul(transposed) : Linalg.batchedProduct(delta, transposed);
  }

  @Override
  public void gradient(Visit visit, Tensor delta, Parameters gradient) {
    Tensor transposed = drawn(visit.input(), delta.size(0)).transpose(1, 2);
    Linalg.batchedProductInto(gradient.get(WEIGHT), transposed, delta);
    delta.sumKeepInto(gradient.get(BIAS), 1);
  }

  @Override
  public Tensor squaredNorm(Visit visit, Tensor delta) {
    Tensor squaredDelta = delta.square().sum(-1);
    return squaredDelta.addProduct(visit.input().square().sum(-1), squaredDelta);
  }

  private static Tensor drawn(Tensor input, long draws) {
    return input.size(0) == draws ? input : input.expand(draws, input.size(1), input.size(2));
  }
}
