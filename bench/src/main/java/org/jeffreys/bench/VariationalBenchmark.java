package org.jeffreys.bench;

import java.util.concurrent.TimeUnit;
import org.jeffreys.inference.vi.ElboAscent;
import org.jeffreys.inference.vi.GradientEstimator;
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
 * A step of mean-field variational inference on the sine regression, batch 128; open as JMH
 * demands.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 3,
    jvmArgs = {
      LauncherFlags.HEAP,
      LauncherFlags.COLLECTOR,
      LauncherFlags.FREES_BY_SCOPE,
      LauncherFlags.NATIVE_ACCESS
    })
public class VariationalBenchmark {
  /** How the gradient is estimated. */
  @Param
  @SuppressWarnings("NullAway.Init")
  public GradientEstimator estimator;

  @SuppressWarnings("NullAway.Init")
  private SineChains<ElboAscent.State> chains;

  /** Starts the guide. */
  @Setup
  public void open() {
    chains = SineChains.variational(estimator);
  }

  /** Makes one step. */
  @Benchmark
  public Object step() {
    return chains.step();
  }

  /** Frees the guide. */
  @TearDown
  public void close() {
    chains.requireFinite();
    chains.close();
  }
}
