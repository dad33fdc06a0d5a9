package org.jeffreys.bench;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jeffreys.core.NumericalException;
import org.jeffreys.data.Dataset;
import org.jeffreys.inference.Budget;
import org.jeffreys.inference.MapEstimate;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.Sequential;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.target.Initializer;
import org.jeffreys.target.NormalPrior;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.HostStream;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;
import org.jeffreys.tensor.Threads;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A training step of an ensemble on a table of eight columns, with 50 hidden units and minibatches
 * of 128; open as JMH demands.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 2,
    jvmArgs = {
      LauncherFlags.HEAP,
      LauncherFlags.COLLECTOR,
      LauncherFlags.FREES_BY_SCOPE,
      LauncherFlags.NATIVE_ACCESS
    })
public class EnsembleBenchmark {
  private static final int COLUMNS = 8;
  private static final double RATE = 1e-3;

  /** The number of members. */
  @Param({"1", "10"})
  public int members;

  /** The number of examples. */
  @Param({"300", "1500"})
  public int rows;

  /** Of the hidden units. */
  @Param({"tanh", "relu"})
  @SuppressWarnings("NullAway.Init")
  public String activation;

  @SuppressWarnings("NullAway.Init")
  private Dataset data;

  @SuppressWarnings("NullAway.Init")
  private SupervisedTarget target;

  @SuppressWarnings("NullAway.Init")
  private MapEstimate kernel;

  @SuppressWarnings("NullAway.Init")
  private MapEstimate.State state;

  @SuppressWarnings("NullAway.Init")
  private Rng rng;

  /** Starts the members. */
  @Setup
  public void open() {
    Threads.set(1);
    HostStream stream = HostStream.keyed(0, "data", 0);
    double[][] x = new double[rows][COLUMNS];
    double[][] y = new double[rows][1];
    for (int i = 0; i < rows; i++) {
      for (int column = 0; column < COLUMNS; column++) {
        x[i][column] = stream.nextNormal();
      }
      y[i][0] = Math.sin(x[i][0]) + 0.1 * stream.nextNormal();
    }
    data = Dataset.of(DType.FLOAT32, x, y);
    target =
        new SupervisedTarget(
            Sequential.dense(
                Activation.valueOf(activation.toUpperCase(Locale.ROOT)), COLUMNS, 50, 1),
            GaussianLikelihood.learned(0.1),
            NormalPrior.fanIn(Math.sqrt(2), 1),
            data);
    kernel = new MapEstimate.Config(Budget.of(rows, 1), RATE).kernel(target);
    rng = Rng.streams(0, "chain", members);
    try (var scope = org.jeffreys.tensor.Scope.open();
        Rng starts = Rng.streams(0, "start", members)) {
      state = kernel.init(Initializer.FAN_IN_UNIFORM.sample(target, members, starts));
      state.snapshot().tensors().values().forEach(org.jeffreys.tensor.Scope::release);
    }
  }

  /** Makes one step of every member. */
  @Benchmark
  public Object step() {
    try (var scope = org.jeffreys.tensor.Scope.open()) {
      state = kernel.step(state, RATE, rng); // in the same tensors
    }
    return state;
  }

  /** Frees the members. */
  @TearDown
  public void close() {
    try (var scope = org.jeffreys.tensor.Scope.open()) {
      double sum = state.position().sum().item();
      if (!Double.isFinite(sum)) {
        throw new NumericalException("members: expected finite positions, got " + sum);
      }
    }
    state.snapshot().tensors().values().forEach(Tensor::close);
    rng.close();
    target.close();
    data.close();
  }
}
