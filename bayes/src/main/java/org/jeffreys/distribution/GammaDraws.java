package org.jeffreys.distribution;

import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.HostStream;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * Logarithms of gamma distributed draws, which do not underflow where the concentration is small,
 * with implicit gradients.
 *
 * <pre>{@code
 * log z + (α - stop(α)) d log z / dα
 * }</pre>
 *
 * @source Marsaglia and Tsang (2000), ACM TOMS 26(3), for the draws; {@link GammaSlope} for the
 *     derivative
 */
final class GammaDraws {
  private GammaDraws() {}

  /** Logarithms of draws of rate 1. @shape what is asked for */
  static Tensor log(Rng rng, Tensor concentration, Shape shape) {
    double[] alpha = Noise.values(concentration, shape);
    if (!Gradients.isTracked(concentration)) {
      return Noise.onHeap(rng, concentration.dtype(), shape, (stream, i) -> log(stream, alpha[i]));
    }
    double[] slopes = new double[alpha.length];
    Tensor draws =
        Noise.onHeap(
            rng,
            concentration.dtype(),
            shape,
            (stream, i) -> {
              double log = log(stream, alpha[i]);
              slopes[i] = GammaSlope.of(alpha[i], log);
              return log;
            });
    Tensor change = concentration.sub(Gradients.stop(concentration));
    return draws.addProduct(change, Tensor.of(draws.dtype(), slopes, shape.toArray()));
  }

  private static double log(HostStream stream, double alpha) {
    if (alpha < 1) {
      return log(stream, alpha + 1) + Math.log(stream.nextPositiveDouble()) / alpha;
    }
    double d = alpha - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = stream.nextNormal();
      double root = 1 + c * x;
      if (root <= 0) {
        continue;
      }
      double logCube = 3 * Math.log(root);
      double bound = 0.5 * x * x + d - d * root * root * root + d * logCube;
      if (Math.log(stream.nextPositiveDouble()) < bound) {
        return Math.log(d) + logCube;
      }
    }
  }
}
