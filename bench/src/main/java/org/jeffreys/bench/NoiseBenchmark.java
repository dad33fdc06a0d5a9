package org.jeffreys.bench;

import java.util.concurrent.TimeUnit;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;
import org.jeffreys.tensor.Threads;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A standard normal number, one of the 10,401 that a step of one chain draws; open as JMH demands.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgs = {
      LauncherFlags.HEAP,
      LauncherFlags.COLLECTOR,
      LauncherFlags.FREES_BY_SCOPE,
      LauncherFlags.NATIVE_ACCESS
    })
public class NoiseBenchmark {
  private static final int COUNT = 10_401;

  @SuppressWarnings("NullAway.Init")
  private Rng rng;

  /** Opens the stream. */
  @Setup
  public void open() {
    Threads.set(1);
    rng = Rng.of(0, "noise");
  }

  /** Draws the numbers of one step into fresh memory, as the kernel does. */
  @Benchmark
  @OperationsPerInvocation(COUNT)
  public Object normal() {
    try (Tensor numbers = rng.normal(DType.FLOAT32, 1, COUNT)) {
      return numbers;
    }
  }

  /** Frees the stream. */
  @TearDown
  public void close() {
    rng.close();
  }
}
