package org.jeffreys.tensor;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;

/**
 * An operation on each element, its double of plain Java, and where to try both.
 *
 * @param points inside of where the operation is smooth
 */
record Elementwise(
    String name,
    UnaryOperator<Tensor> operation,
    DoubleUnaryOperator expected,
    boolean smooth,
    List<Double> points) {

  @Override
  public String toString() {
    return name;
  }

  double at(double x) {
    return expected.applyAsDouble(x);
  }

  private static Elementwise smooth(
      String name, UnaryOperator<Tensor> operation, DoubleUnaryOperator expected, Double... at) {
    return new Elementwise(name, operation, expected, true, List.of(at));
  }

  private static Elementwise stepped(
      String name, UnaryOperator<Tensor> operation, DoubleUnaryOperator expected, Double... at) {
    return new Elementwise(name, operation, expected, false, List.of(at));
  }

  /** Every operation on one tensor whose elements do not meet. */
  static List<Elementwise> all() {
    return List.of(
        smooth("add", x -> x.add(1.5), x -> x + 1.5, -2.0, 0.0, 3.25),
        smooth("sub", x -> x.sub(1.5), x -> x - 1.5, -2.0, 0.0, 3.25),
        smooth("mul", x -> x.mul(-2.5), x -> x * -2.5, -2.0, 0.0, 3.25),
        smooth("div", x -> x.div(-2.5), x -> x / -2.5, -2.0, 0.0, 3.25),
        smooth("neg", Tensor::neg, x -> -x, -2.0, 0.0, 3.25),
        smooth("exp", Tensor::exp, Math::exp, -3.0, 0.0, 2.5),
        smooth("log", Tensor::log, Math::log, 0.125, 1.0, 7.5),
        smooth("sqrt", Tensor::sqrt, Math::sqrt, 0.125, 1.0, 7.5),
        smooth("square", Tensor::square, x -> x * x, -2.0, 0.0, 3.25),
        smooth("pow", x -> x.pow(2.5), x -> Math.pow(x, 2.5), 0.125, 1.0, 7.5),
        smooth("abs", Tensor::abs, Math::abs, -2.0, 0.5, 3.25),
        smooth("relu", Tensor::relu, x -> Math.max(x, 0), -2.0, -0.5, 3.25),
        smooth("clampMin", x -> x.clampMin(0.75), x -> Math.max(x, 0.75), -2.0, 0.5, 3.25),
        smooth("clampMax", x -> x.clampMax(0.75), x -> Math.min(x, 0.75), -2.0, 0.5, 3.25),
        smooth("tanh", Tensor::tanh, Math::tanh, -2.0, 0.0, 3.25),
        smooth("sigmoid", Tensor::sigmoid, x -> 1 / (1 + Math.exp(-x)), -2.0, 0.0, 3.25),
        smooth("sin", Special::sin, Math::sin, -2.0, 0.0, 3.25),
        smooth("cos", Special::cos, Math::cos, -2.0, 0.0, 3.25),
        smooth("reciprocal", Special::reciprocal, x -> 1 / x, -2.0, 0.5, 3.25),
        smooth("log1p", Special::log1p, Math::log1p, -0.5, 0.0, 3.25),
        smooth("expm1", Special::expm1, Math::expm1, -2.0, 0.0, 3.25),
        smooth("softplus", Special::softplus, x -> Math.log1p(Math.exp(x)), -2.0, 0.0, 3.25),
        smooth("logSigmoid", Special::logSigmoid, x -> -Math.log1p(Math.exp(-x)), -2.0, 0.0, 3.25),
        stepped("sign", Special::sign, Math::signum, -2.0, 0.0, 3.25),
        stepped("copy", Tensor::copy, x -> x, -2.0, 0.0, 3.25),
        stepped("contiguous", Tensor::contiguous, x -> x, -2.0, 0.0, 3.25),
        stepped("stop", Gradients::stop, x -> x, -2.0, 0.0, 3.25),
        stepped(
            "clipFactors",
            x -> Special.clipFactors(x, 1.5),
            x -> Math.min(1, 1.5 / Math.sqrt(x)),
            0.0,
            1.0,
            2.25,
            9.0));
  }
}
