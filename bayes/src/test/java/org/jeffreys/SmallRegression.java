package org.jeffreys;

import java.util.Random;
import org.jeffreys.data.Dataset;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.Network;
import org.jeffreys.nn.Sequential;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.target.NormalPrior;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;

/** A regression small enough for brute force. */
public record SmallRegression(Dataset data, SupervisedTarget target) implements AutoCloseable {
  /** {@code numExamples} of two inputs and one output, by a network of three hidden units. */
  public static SmallRegression of(DType dtype, int numExamples, GaussianLikelihood likelihood) {
    return of(dtype, numExamples, likelihood, Sequential.dense(Activation.TANH, 2, 3, 1));
  }

  /** As above by another network of two inputs and one output. */
  public static SmallRegression of(
      DType dtype, int numExamples, GaussianLikelihood likelihood, Network network) {
    Random random = new Random(4);
    double[][] inputs = new double[numExamples][];
    double[][] targets = new double[numExamples][];
    for (int i = 0; i < numExamples; i++) {
      inputs[i] = new double[] {random.nextGaussian(), random.nextGaussian()};
      double mean = Math.sin(inputs[i][0]) + 0.5 * inputs[i][1];
      targets[i] = new double[] {mean + 0.3 * random.nextGaussian()};
    }
    Dataset data = Dataset.of(dtype, inputs, targets);
    return new SmallRegression(
        data, new SupervisedTarget(network, likelihood, NormalPrior.fanIn(1.5, 0.8), data));
  }

  @Override
  public void close() {
    target.close();
    data.close();
  }
}
