package org.jeffreys.bench;

import java.util.concurrent.TimeUnit;
import org.jeffreys.privacy.PrvAccountant;
import org.jeffreys.privacy.SampledGaussian;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The certified bounds of epsilon for one run, by the PRV accountant; open as JMH demands. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgs = {LauncherFlags.HEAP, LauncherFlags.COLLECTOR})
public class PrvBenchmark {
  /** The number of steps; 6300 are 100 epochs of the sine regression as published. */
  @Param({"6300", "63000"})
  public long steps;

  /** Bounds epsilon at δ = 1e-5, for σ = 1 and a sampling rate of 1/63. */
  @Benchmark
  public Object bounds() {
    return PrvAccountant.standard().bounds(1e-5, new SampledGaussian(1, 1.0 / 63, steps));
  }
}
