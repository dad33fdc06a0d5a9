package org.jeffreys.target;

import java.util.Arrays;
import org.jeffreys.core.Doubles;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/** How widely targets are spread, and how large counts are: what starting values go by. */
final class TargetScales {
  /** The interquartile range of N(0, 1). */
  private static final double NORMAL_RANGE = 1.3489795003921634;

  /**
   * With a prior of scale 1 in the logarithm, noise is then expected between a hundredth of the
   * spread and all of it. Steps that go by it are small enough for noise of a twentieth.
   */
  private static final double SHARE_OF_NOISE = 0.1;

  private TargetScales() {}

  /** The noise to expect, the same for all outputs: the geometric mean of theirs. */
  static double noise(Tensor targets) {
    return Math.exp(noises(targets).map(Math::log).mean());
  }

  /** The noise to expect of each output. */
  static Doubles noises(Tensor targets) {
    return Doubles.of(
        Arrays.stream(columns(targets)).mapToDouble(column -> SHARE_OF_NOISE * spread(column)));
  }

  /** Targets of any type on the heap. */
  static double[] numbers(Tensor targets) {
    try (Scope scope = Scope.open()) {
      return targets.to(DType.FLOAT64).toDoubles();
    }
  }

  /** The mean, at least that of one count in all. */
  static double meanCount(Tensor targets) {
    double[] values = numbers(targets);
    return Math.max(1, Arrays.stream(values).sum()) / Math.max(1, values.length);
  }

  /**
   * By quartiles, so that few wild values do not matter; by the variance where the quartiles are
   * equal, and 1 where all values are.
   */
  private static double spread(double[] values) {
    if (values.length == 0) {
      return 1;
    }
    Arrays.sort(values);
    double range = values[3 * (values.length - 1) / 4] - values[(values.length - 1) / 4];
    if (range > 0) {
      return range / NORMAL_RANGE;
    }
    double mean = Doubles.of(values).mean();
    double squares = Arrays.stream(values).map(y -> (y - mean) * (y - mean)).sum();
    return squares > 0 ? Math.sqrt(squares / values.length) : 1;
  }

  private static double[][] columns(Tensor targets) {
    double[] values = numbers(targets);
    int rows = Math.toIntExact(targets.size(0));
    int width = rows == 0 ? 1 : values.length / rows;
    double[][] columns = new double[width][rows];
    for (int i = 0; i < values.length; i++) {
      columns[i % width][i / width] = values[i];
    }
    return columns;
  }
}
