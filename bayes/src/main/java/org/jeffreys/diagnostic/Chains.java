package org.jeffreys.diagnostic;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.jeffreys.core.Check;

/** Chains of draws as the diagnostics need them: checked, split, flattened, mapped. */
final class Chains {
  private Chains() {}

  /** Checks that there is a chain, that none is empty and that all are of one length. */
  static double[][] check(double[][] draws) {
    Check.atLeast(draws.length, 1, "number of chains");
    Check.atLeast(draws[0].length, 1, "draws of chain 0");
    for (int c = 1; c < draws.length; c++) {
      Check.require(
          draws[c].length == draws[0].length,
          "chain " + c,
          draws[0].length + " draws as in chain 0",
          draws[c].length);
    }
    return draws;
  }

  /** Each chain's first and last half; of an odd number of draws the middle one is left out. */
  static double[][] split(double[][] draws) {
    int length = draws[0].length;
    int half = length / 2;
    double[][] halves = new double[2 * draws.length][];
    for (int c = 0; c < draws.length; c++) {
      halves[c] = Arrays.copyOf(draws[c], half);
      halves[draws.length + c] = Arrays.copyOfRange(draws[c], length - half, length);
    }
    return halves;
  }

  /** Whether a draw is not finite or all are equal: nothing can be said of such chains. */
  static boolean areDegenerate(double[][] draws) {
    double first = draws[0].length == 0 ? 0 : draws[0][0];
    boolean constant = true;
    for (double[] chain : draws) {
      for (double draw : chain) {
        if (!Double.isFinite(draw)) {
          return true;
        }
        constant &= draw == first;
      }
    }
    return constant;
  }

  static double[][] map(double[][] draws, DoubleUnaryOperator function) {
    double[][] mapped = new double[draws.length][draws[0].length];
    for (int c = 0; c < draws.length; c++) {
      for (int s = 0; s < draws[c].length; s++) {
        mapped[c][s] = function.applyAsDouble(draws[c][s]);
      }
    }
    return mapped;
  }

  /** All draws in one array, chain after chain. */
  static double[] flatten(double[][] draws) {
    double[] flat = new double[draws.length * draws[0].length];
    for (int c = 0; c < draws.length; c++) {
      System.arraycopy(draws[c], 0, flat, c * draws[0].length, draws[0].length);
    }
    return flat;
  }

  /** The inverse of {@link #flatten}. */
  static double[][] unflatten(double[] flat, int numChains) {
    int length = flat.length / numChains;
    double[][] chains = new double[numChains][];
    for (int c = 0; c < numChains; c++) {
      chains[c] = Arrays.copyOfRange(flat, c * length, (c + 1) * length);
    }
    return chains;
  }

  static double[] sorted(double[][] draws) {
    double[] values = flatten(draws);
    Arrays.sort(values);
    return values;
  }

  /** The quantile between the order statistics around 1 + (n - 1) p (type 7, the default of R). */
  static double quantile(double[] sorted, double p) {
    double position = (sorted.length - 1) * p;
    int below = (int) position;
    double weight = position - below;
    return weight == 0 ? sorted[below] : (1 - weight) * sorted[below] + weight * sorted[below + 1];
  }

  static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** The mean of all draws of all chains. */
  static double mean(double[][] draws) {
    return mean(means(draws));
  }

  /** The mean of each chain. */
  static double[] means(double[][] draws) {
    double[] means = new double[draws.length];
    for (int c = 0; c < draws.length; c++) {
      means[c] = mean(draws[c]);
    }
    return means;
  }

  /** The unbiased sample variance; NaN of fewer than two values. */
  static double variance(double[] values) {
    double mean = mean(values);
    double sum = 0;
    for (double value : values) {
      sum += (value - mean) * (value - mean);
    }
    return sum / (values.length - 1);
  }
}
