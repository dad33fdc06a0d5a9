package org.jeffreys.bench;

import java.util.concurrent.TimeUnit;
import org.jeffreys.inference.sgmcmc.PrivateSgld;
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

/** A step of private SGLD on the sine regression, all chains together; open as JMH demands. */
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
public class PrivateSgldBenchmark {
  /** The number of chains in a step. */
  @Param({"1", "8"})
  public int numChains;

  @SuppressWarnings("NullAway.Init")
  private SineChains<PrivateSgld.State> chains;

  /** Starts the chains. */
  @Setup
  public void open() {
    chains = SineChains.privateSgld(numChains);
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
