package org.jeffreys.nn;

import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/** What dense layers have in common: a weight and a bias. */
final class Dense {
  static final int WEIGHT = 0;
  static final int BIAS = 1;

  /** Up to so many inputs, one output is sooner summed than multiplied out draw by draw. */
  private static final int FEW_INPUTS = 100;

  private Dense() {}

  static ParameterSpec weight(int in, int out) {
    return new ParameterSpec("weight", Shape.of(in, out), ParameterSpec.Role.WEIGHT, in, out);
  }

  static ParameterSpec bias(int in, int out) {
    return new ParameterSpec("bias", Shape.of(1, out), ParameterSpec.Role.BIAS, in, out);
  }

  /** Weight and bias. */
  static List<ParameterSpec> parameters(int in, int out) {
    return List.of(weight(in, out), bias(in, out));
  }

  static Shape outputShape(Shape input, int in, int out, Layer layer) {
    Check.require(
        input.rank() == 1 && input.size(0) == in,
        "input",
        "examples of shape [" + in + "] for " + layer,
        input);
    return Shape.of(out);
  }

  /**
   * {@code x W + b}.
   *
   * @shape input [draws or 1, batch, in]; weight [draws, in, out]; bias [draws, 1, out]
   */
  static Tensor affine(Tensor input, Tensor weight, Tensor bias) {
    if (weight.size(1) == 1) {
      return bias.addProduct(input, weight);
    }
    return isSummed(weight)
        ? input.mul(weight.transpose(1, 2)).sumKeep(2).add(bias)
        : Linalg.addBatchedProduct(bias, drawn(input, weight.size(0)), weight);
  }

  /** Whether products with a weight [draws, in, out] are sums of few numbers. */
  static boolean isSummed(Tensor weight) {
    return weight.size(2) == 1 && weight.size(1) <= FEW_INPUTS;
  }

  /** A shared input as one a draw. */
  static Tensor drawn(Tensor input, long draws) {
    return input.size(0) == draws ? input : input.expand(draws, input.size(1), input.size(2));
  }
}
