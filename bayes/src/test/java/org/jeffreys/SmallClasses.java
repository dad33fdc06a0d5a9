package org.jeffreys;

import java.util.Random;
import org.jeffreys.data.Dataset;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.Network;
import org.jeffreys.nn.Sequential;
import org.jeffreys.target.CategoricalLikelihood;
import org.jeffreys.target.NormalPrior;
import org.jeffreys.target.Prior;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/** A classification small enough for brute force. */
public record SmallClasses(Dataset data, SupervisedTarget target) implements AutoCloseable {
  /** The number of classes. */
  public static final int CLASSES = 3;

  private static final double[][] CENTRES = {{2, 0}, {-1, 2}, {-1, -2}};

  /** By a network of four hidden units, under a normal prior. */
  public static SmallClasses of(DType dtype, int numExamples) {
    return of(
        dtype,
        numExamples,
        Sequential.dense(Activation.TANH, 2, 4, CLASSES),
        NormalPrior.fanIn(1.5, 0.8));
  }

  /** {@code numExamples} about three centres that lines tell apart. */
  public static SmallClasses of(DType dtype, int numExamples, Network network, Prior prior) {
    Dataset data = data(dtype, numExamples, 6);
    return new SmallClasses(
        data, new SupervisedTarget(network, new CategoricalLikelihood(CLASSES), prior, data));
  }

  /** Examples of another seed, such as held-out ones; the caller closes them. */
  public static Dataset data(DType dtype, int numExamples, long seed) {
    Random random = new Random(seed);
    double[] inputs = new double[2 * numExamples];
    long[] targets = new long[numExamples];
    for (int i = 0; i < numExamples; i++) {
      targets[i] = i % CLASSES;
      for (int axis = 0; axis < 2; axis++) {
        inputs[2 * i + axis] = CENTRES[i % CLASSES][axis] + 0.3 * random.nextGaussian();
      }
    }
    try (Scope scope = Scope.open()) {
      Dataset data =
          new Dataset(Tensor.of(dtype, inputs, numExamples, 2), Tensor.of(targets, numExamples, 1));
      Scope.release(data.inputs());
      Scope.release(data.targets());
      return data;
    }
  }

  @Override
  public void close() {
    target.close();
    data.close();
  }
}
