package org.jeffreys.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A step of stochastic variational inference of a program, see {@link RegressionClimb}; open as JMH
 * demands. To be at most 250 µs.
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
public class SviBenchmark {
  @SuppressWarnings("NullAway.Init")
  private RegressionClimb climb;

  /** Starts the guide. */
  @Setup(Level.Iteration)
  public void open() {
    climb = new RegressionClimb();
  }

  /** Makes one step. */
  @Benchmark
  public Object step() {
    return climb.step();
  }

  /** Frees the guide. */
  @TearDown(Level.Iteration)
  public void close() {
    climb.requireFinite();
    climb.close();
  }
}
