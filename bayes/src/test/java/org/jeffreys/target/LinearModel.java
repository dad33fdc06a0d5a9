package org.jeffreys.target;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.jeffreys.data.Dataset;
import org.jeffreys.nn.Sequential;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Tensor;

/**
 * A linear model with normal noise, and what is closed about it: the expectation of its log
 * likelihood over random factors of the inputs or weights, with mean m and variance v.
 *
 * <pre>{@code
 * E|y - f|² = |y - m x W - b|² + v Σⱼ xⱼ² |Wⱼ|²
 * }</pre>
 *
 * @param noise σ of the likelihood; the data are the same for all
 * @param priorScale of weights
 */
record LinearModel(double noise, double priorScale) {
  static final int N = 20;
  static final int IN = 3;
  static final int OUT = 2;
  private static final double BIAS_SCALE = 2;
  private static final double[][] INPUTS = new double[N][IN];
  private static final double[][] TARGETS = new double[N][OUT];

  static {
    Random random = new Random(5);
    double[][] weight = {{1.5, -1}, {-1, 0.8}, {0.7, 1.2}};
    for (int i = 0; i < N; i++) {
      Arrays.setAll(INPUTS[i], j -> random.nextGaussian());
      for (int o = 0; o < OUT; o++) {
        TARGETS[i][o] = 0.4 + 0.5 * random.nextGaussian();
        for (int j = 0; j < IN; j++) {
          TARGETS[i][o] += INPUTS[i][j] * weight[j][o];
        }
      }
    }
  }

  static Dataset data() {
    return Dataset.of(DType.FLOAT64, INPUTS, TARGETS);
  }

  SupervisedTarget target(Sequential network, Dataset data) {
    NormalPrior prior = new NormalPrior(priorScale, BIAS_SCALE, false, Map.of());
    return new SupervisedTarget(network, GaussianLikelihood.fixed(noise), prior, data);
  }

  double priorPrecision() {
    return 1 / (priorScale * priorScale);
  }

  /** What a variance v of the factors of one input adds to a weight's precision, over v. */
  double precision(int input) {
    return Arrays.stream(INPUTS).mapToDouble(x -> x[input] * x[input]).sum() / (noise * noise);
  }

  interface Penalty {
    /** The precision that a weight is held to 0 with. */
    double of(int input, int output);
  }

  /** The weights [in, out] and then the biases that minimise the penalised squared error. */
  double[] ridge(double mean, Penalty penalty) {
    double[] found = new double[(IN + 1) * OUT];
    double precision = 1 / (noise * noise);
    for (int o = 0; o < OUT; o++) {
      double[] matrix = new double[(IN + 1) * (IN + 1)];
      double[] right = new double[IN + 1];
      for (int i = 0; i < N; i++) {
        double[] x = Arrays.copyOf(INPUTS[i], IN + 1);
        for (int j = 0; j <= IN; j++) {
          x[j] = j == IN ? 1 : mean * x[j];
        }
        for (int j = 0; j <= IN; j++) {
          right[j] += precision * x[j] * TARGETS[i][o];
          for (int k = 0; k <= IN; k++) {
            matrix[j * (IN + 1) + k] += precision * x[j] * x[k];
          }
        }
      }
      for (int j = 0; j <= IN; j++) {
        matrix[j * (IN + 2)] += j == IN ? 1 / (BIAS_SCALE * BIAS_SCALE) : penalty.of(j, o);
      }
      double[] column =
          Linalg.solve(Tensor.of(matrix, IN + 1, IN + 1), Tensor.of(right, IN + 1, 1)).toDoubles();
      for (int j = 0; j <= IN; j++) {
        found[j * OUT + o] = column[j];
      }
    }
    return found;
  }

  /** The expected log likelihood and the prior of the biases at weights and biases. */
  double expectedLogProb(double[] at, double mean, double variance) {
    double sum = 0;
    for (int i = 0; i < N; i++) {
      for (int o = 0; o < OUT; o++) {
        double error = TARGETS[i][o] - at[IN * OUT + o];
        for (int j = 0; j < IN; j++) {
          double part = INPUTS[i][j] * at[j * OUT + o];
          error -= mean * part;
          sum -= variance * part * part / (2 * noise * noise);
        }
        sum -= error * error / (2 * noise * noise);
      }
    }
    for (int o = 0; o < OUT; o++) {
      sum -= Math.pow(at[IN * OUT + o] / BIAS_SCALE, 2) / 2;
    }
    return sum;
  }
}
