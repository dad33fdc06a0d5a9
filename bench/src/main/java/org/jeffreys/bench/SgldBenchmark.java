package org.jeffreys.bench;

import java.util.concurrent.TimeUnit;
import org.jeffreys.inference.sgmcmc.Sgld;
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
 * A step of SGLD with batches of 100 on the sine regression, four chains together; open as JMH
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
public class SgldBenchmark {
  private static final int NUM_CHAINS = 4;

  @SuppressWarnings("NullAway.Init")
  private SineChains<Sgld.State> chains;

  /** Starts the chains. */
  @Setup
  public void open() {
    chains = SineChains.sgld(NUM_CHAINS);
  }

  /** Makes one step of every chain. */
  @Benchmark
  public Object step() {
    return chains.step();
  }

  /** Frees the chains. */
  @TearDown
  public void close() {
    chains.requireFinite();
    chains.close();
  }
}
