package org.jeffreys.distribution;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.HostStream;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * Draws without parameters, which those of distributions are functions of. They are made in float64
 * and rounded then, so that tails are as long in float32.
 */
final class Noise {
  private static final double LEAST = 0x1p-54;

  private Noise() {}

  /** A draw on the heap for the element of an index, in row-major order. */
  interface Draw {
    double of(HostStream stream, int index);
  }

  /** A function of numbers uniform on (0, 1) in float64. */
  static Tensor uniform(Rng rng, DType dtype, Shape shape, UnaryOperator<Tensor> function) {
    Tensor open = rng.uniform(DType.FLOAT64, shape.toArray()).clampMin(LEAST);
    return function.apply(open).to(dtype);
  }

  /** Draws of density e^-x. */
  static Tensor exponential(Rng rng, DType dtype, Shape shape) {
    return uniform(rng, dtype, shape, u -> u.log().neg());
  }

  /**
   * Draws on the heap, those of a chain from the chain's stream. @shape what is asked for
   *
   * @param shape axis 0 is the chain unless {@code rng} has one stream
   */
  static Tensor onHeap(Rng rng, DType dtype, Shape shape, Draw draw) {
    int chains = rng.numChains();
    Check.require(
        chains == 1 || (shape.rank() > 0 && shape.size(0) == chains),
        "shape",
        "axis 0 of length " + chains + ", one row a chain",
        shape);
    double[] values = new double[Math.toIntExact(shape.numElements())];
    int row = values.length / chains;
    for (int chain = 0; chain < chains; chain++) {
      HostStream stream = rng.host(chain);
      for (int i = chain * row; i < (chain + 1) * row; i++) {
        values[i] = draw.of(stream, i);
      }
    }
    return Tensor.of(dtype, values, shape.toArray());
  }

  /** A parameter's value for each element of a shape that it broadcasts to. */
  static double[] values(Tensor parameter, Shape shape) {
    if (parameter.numElements() == 1) {
      double[] all = new double[Math.toIntExact(shape.numElements())];
      Arrays.fill(all, parameter.to(DType.FLOAT64).item());
      return all;
    }
    return parameter.to(DType.FLOAT64).expand(shape.toArray()).toDoubles();
  }
}
