package org.jeffreys.bench;

import java.util.Optional;
import org.jeffreys.data.Dataset;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.Trained;
import org.jeffreys.inference.Training;
import org.jeffreys.inference.dropout.NoisePosterior;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.Conv2d;
import org.jeffreys.nn.Dropout;
import org.jeffreys.nn.Flatten;
import org.jeffreys.nn.Linear;
import org.jeffreys.nn.MaxPool2d;
import org.jeffreys.nn.Sequential;
import org.jeffreys.optim.RmsProp;
import org.jeffreys.optim.Schedule;
import org.jeffreys.target.CategoricalLikelihood;
import org.jeffreys.target.FlatPrior;
import org.jeffreys.target.Initializer;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.HostStream;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * The digit network (conv 32 of 3x3, pool, dropout 0.25, dense 128, dropout 0.5, dense 10) on
 * uniform noise, as the peer program has it: what it costs does not depend on the pixels.
 */
final class DigitsWork implements AutoCloseable {
  static final int BATCH = 128;
  private static final int TRAINING_BATCHES = 50;
  private static final int CLASSES = 10;

  private final Dataset data;
  private final SupervisedTarget target;

  DigitsWork() {
    int n = BATCH * TRAINING_BATCHES;
    long[] classes = new long[n];
    HostStream stream = HostStream.keyed(1, "classes", 0);
    for (int i = 0; i < n; i++) {
      classes[i] = stream.nextLong(CLASSES);
    }
    this.data = new Dataset(images(n), Scope.release(Tensor.of(classes, n, 1)));
    this.target =
        new SupervisedTarget(network(), new CategoricalLikelihood(CLASSES), new FlatPrior(), data);
  }

  static Sequential network() {
    return Sequential.of(
        org.jeffreys.tensor.Shape.of(28, 28, 1),
        new Conv2d(1, 32, 3),
        new MaxPool2d(2),
        Activation.RELU,
        new Dropout(0.25),
        new Flatten(),
        new Linear(5408, 128),
        Activation.RELU,
        new Dropout(0.5),
        new Linear(128, CLASSES));
  }

  /** Uniform noise. @shape [n, 28, 28, 1], the caller's */
  static Tensor images(int n) {
    try (Rng rng = Rng.of(1, "images")) {
      return Scope.release(rng.uniform(DType.FLOAT32, n, 28, 28, 1));
    }
  }

  /** Training over the data {@code epochs} times, batches of 128; the caller closes the result. */
  Trained train(int epochs) {
    Training.Config config =
        new Training.Config(
            RmsProp.keras(),
            new Schedule.Constant(1e-3),
            BATCH,
            epochs,
            0,
            Initializer.GLOROT_UNIFORM);
    return new Training(config).train(target, 1, Optional.empty(), Run.of(1));
  }

  /** The steps of an epoch of {@link #train}. */
  int stepsPerEpoch() {
    return TRAINING_BATCHES;
  }

  /** A posterior of an untrained network; the caller closes it. */
  NoisePosterior posterior(int numDraws, boolean independent) {
    return new NoisePosterior(
        target.model(),
        train(1),
        new NoisePosterior.Config(numDraws, independent, 512L << 20, 1),
        1);
  }

  @Override
  public void close() {
    target.close();
    data.close();
  }
}
