package org.jeffreys.bench;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jeffreys.nn.Conv2d;
import org.jeffreys.nn.Layer;
import org.jeffreys.nn.MaxPool2d;
import org.jeffreys.nn.ParameterLayout;
import org.jeffreys.nn.Parameters;
import org.jeffreys.nn.Pass;
import org.jeffreys.nn.ReverseRule;
import org.jeffreys.nn.Visit;
import org.jeffreys.optim.RmsProp;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Where the time of a training step of the digit network goes: its parts, each over a batch of 128;
 * open as JMH demands.
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
public class DigitsStepBenchmark {
  private static final int BATCH = DigitsWork.BATCH;
  private static final int PARAMETERS = 693_962;
  private static final Conv2d CONVOLUTION = new Conv2d(1, 32, 3);
  private static final MaxPool2d POOL = new MaxPool2d(2);

  @SuppressWarnings("NullAway.Init")
  private org.jeffreys.tensor.Scope scope;

  @SuppressWarnings("NullAway.Init")
  private Rng rng;

  @SuppressWarnings("NullAway.Init")
  private Visit convolved;

  @SuppressWarnings("NullAway.Init")
  private Visit pooled;

  @SuppressWarnings("NullAway.Init")
  private Tensor pooledDelta;

  @SuppressWarnings("NullAway.Init")
  private Parameters gradient;

  @SuppressWarnings("NullAway.Init")
  private Tensor hidden;

  @SuppressWarnings("NullAway.Init")
  private Tensor weight;

  @SuppressWarnings("NullAway.Init")
  private Tensor position;

  @SuppressWarnings("NullAway.Init")
  private Map<String, Tensor> carried;

  /** Makes what the parts take. */
  @Setup
  public void open() {
    scope = org.jeffreys.tensor.Scope.open();
    rng = Rng.of(1, "benchmark");
    ParameterLayout layout = ParameterLayout.of(CONVOLUTION.parameters());
    Parameters parameters = layout.views(rng.uniform(DType.FLOAT32, 1, layout.dimension()), 0);
    gradient = layout.views(Tensor.empty(DType.FLOAT32, 1, layout.dimension()), 0);
    Tensor images = rng.uniform(DType.FLOAT32, 1, BATCH, 28, 28, 1);
    convolved = visit(CONVOLUTION, parameters, images);
    pooled = visit(POOL, none(), convolved.output());
    pooledDelta = rng.uniform(DType.FLOAT32, pooled.output().shape());
    hidden = rng.uniform(DType.FLOAT32, BATCH, 5408);
    weight = rng.uniform(DType.FLOAT32, 5408, 128);
    position = rng.uniform(DType.FLOAT32, 1, PARAMETERS);
    carried = RmsProp.keras().init(position);
  }

  private static Parameters none() {
    return ParameterLayout.of(POOL.parameters()).views(Tensor.zeros(DType.FLOAT32, 1, 1), 0);
  }

  private static Visit visit(ReverseRule layer, Parameters parameters, Tensor input) {
    return layer.visit(parameters, input, Pass.mean());
  }

  private static Tensor forward(Layer layer, Visit visit) {
    return layer.forward(visit.parameters(), visit.input(), Pass.mean());
  }

  /** The convolution. */
  @Benchmark
  public void convolution() {
    try (var inner = org.jeffreys.tensor.Scope.open()) {
      forward(CONVOLUTION, convolved);
    }
  }

  /** Its gradient, from a delta as large as its output. */
  @Benchmark
  public void convolutionGradient() {
    try (var inner = org.jeffreys.tensor.Scope.open()) {
      CONVOLUTION.gradient(convolved, convolved.output(), gradient);
    }
  }

  /** Pooling with the indices that its reverse mode needs. */
  @Benchmark
  public void pool() {
    try (var inner = org.jeffreys.tensor.Scope.open()) {
      visit(POOL, pooled.parameters(), pooled.input());
    }
  }

  /** Reverse mode of pooling, the whole batch at once. */
  @Benchmark
  public void poolBackward() {
    try (var inner = org.jeffreys.tensor.Scope.open()) {
      POOL.backward(pooled, pooledDelta);
    }
  }

  /** The first dropout's masks. */
  @Benchmark
  public void mask() {
    rng.mask(DType.FLOAT32, 0.75, BATCH, 5408).close();
  }

  /** One of the three matrix products of the dense layer. */
  @Benchmark
  public void product() {
    hidden.matmul(weight).close();
  }

  /** The optimiser over all parameters. */
  @Benchmark
  public void optimizer() {
    try (var inner = org.jeffreys.tensor.Scope.open()) {
      RmsProp.keras().stepInPieces(position, position, carried, 0, 0);
    }
  }

  /** Frees all. */
  @TearDown
  public void close() {
    rng.close();
    scope.close();
  }
}
