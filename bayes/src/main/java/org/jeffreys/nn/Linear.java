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
public record Linear(int in, int out) implements PerExampleRule, KroneckerRule {
  /** Checks the sizes. */
  public Linear {
    Check.atLeast(in, 1, "in");
    Check.atLeast(out, 1, "out");
  }

  @Override
  public List<ParameterSpec> parameters() {
    return Dense.parameters(in, out);
  }

  @Override
  public Shape outputShape(Shape input) {
    return Dense.outputShape(input, in, out, this);
  }

  @Override
  public Tensor forward(Parameters parameters, Tensor input, Pass pass) {
    return Dense.affine(input, parameters.get(Dense.WEIGHT), parameters.get(Dense.BIAS));
  }

  @Override
  public Tensor backward(Visit visit, Tensor delta) {
    Tensor transposed = visit.parameters().get(Dense.WEIGHT).transpose(1, 2);
    return out == 1 ? delta.mul(transposed) : Linalg.batchedProduct(delta, transposed);
  }

  @Override
  public void gradient(Visit visit, Tensor delta, Parameters gradient) {
    Tensor weight = gradient.get(Dense.WEIGHT);
    if (Dense.isSummed(weight)) {
      visit.input().mul(delta).sumKeepInto(weight.transpose(1, 2), 1);
    } else {
      Tensor transposed = Dense.drawn(visit.input(), delta.size(0)).transpose(1, 2);
      Linalg.batchedProductInto(weight, transposed, delta);
    }
    delta.sumKeepInto(gradient.get(Dense.BIAS), 1);
  }

  @Override
  public Tensor squaredNorm(Visit visit, Tensor delta) {
    Tensor squaredDelta = delta.square().sum(-1);
    return squaredDelta.addProduct(visit.input().square().sum(-1), squaredDelta);
  }

  @Override
  public Tensor affineInputs(Visit visit) {
    Tensor input = visit.input().select(0, 0).unsqueeze(1);
    return Tensor.cat(-1, input, Tensor.ones(input.dtype(), input.size(0), 1, 1));
  }

  @Override
  public Tensor affineDeltas(Tensor delta) {
    return delta.select(0, 0).unsqueeze(1);
  }

  @Override
  public Tensor affine(Parameters parameters) {
    return Tensor.cat(1, parameters.get(Dense.WEIGHT), parameters.get(Dense.BIAS));
  }

  @Override
  public void copyAffine(Tensor affine, Parameters parameters) {
    parameters.get(Dense.WEIGHT).copyFrom(affine.narrow(1, 0, in));
    parameters.get(Dense.BIAS).copyFrom(affine.narrow(1, in, 1));
  }
}
