package org.jeffreys.bench;

import java.util.concurrent.TimeUnit;
import org.jeffreys.inference.ChainRunner;
import org.jeffreys.inference.Kernel;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.Sampled;
import org.jeffreys.inference.SamplingLoop;
import org.jeffreys.inference.mcmc.CheesHmc;
import org.jeffreys.inference.mcmc.HamiltonianSampler;
import org.jeffreys.inference.mcmc.McmcSample;
import org.jeffreys.optim.Schedule;
import org.jeffreys.ppl.Model;
import org.jeffreys.ppl.ProgramData;
import org.jeffreys.ppl.ProgramDensity;
import org.jeffreys.ppl.model.EightSchools;
import org.jeffreys.target.LogDensity;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;
import org.jeffreys.tensor.Threads;
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
 * Whole runs on eight schools, non-centred, one thread: the no-U-turn sampler with 4 chains of
 * 1,000 iterations of warm-up and 1,000 draws, and ChEES-HMC with 512 chains of 400 and 100. Open
 * as JMH demands.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(
    value = 2,
    jvmArgs = {
      LauncherFlags.HEAP,
      LauncherFlags.COLLECTOR,
      LauncherFlags.FREES_BY_SCOPE,
      LauncherFlags.NATIVE_ACCESS
    })
public class SamplerBenchmark {
  private static final int CHAINS = 512;
  private static final int WARMUP = 400;
  private static final int SAMPLES = 100;

  @SuppressWarnings("NullAway.Init")
  private org.jeffreys.tensor.Scope scope;

  @SuppressWarnings("NullAway.Init")
  private ProgramDensity density;

  /** Makes the density. */
  @Setup(Level.Iteration)
  public void open() {
    Threads.set(1);
    scope = org.jeffreys.tensor.Scope.open();
    density = Model.of(new EightSchools(false).of(ProgramData.none())).density();
  }

  /** The no-U-turn sampler. */
  @Benchmark
  public long nuts() {
    try (McmcSample sample = HamiltonianSampler.nuts().sample(density, Run.of(1))) {
      return sample.gradientEvaluations();
    }
  }

  /** ChEES-HMC. */
  @Benchmark
  public double chees() {
    var loop = new SamplingLoop.Config(WARMUP + SAMPLES, WARMUP, 1, new Schedule.Constant(0.1));
    Sampled<CheesHmc.State> sampled =
        new ChainRunner("", loop, CHAINS).run(new ManyChains(density), Run.of(1));
    sampled.closeLast();
    try (Tensor values = sampled.draws().values()) {
      return values.size(0);
    }
  }

  /** The problem that the loop solves, from standard normal starting points. */
  private record ManyChains(LogDensity target) implements ChainRunner.Problem<CheesHmc.State> {
    @Override
    public Kernel<CheesHmc.State> kernel() {
      return new CheesHmc(CheesHmc.Config.withWarmup(WARMUP), target);
    }

    @Override
    public Tensor start(int first, int numChains, Rng rng) {
      return rng.normal(target.dtype(), numChains, target.dimension());
    }
  }

  /** Frees what was made. */
  @TearDown(Level.Iteration)
  public void close() {
    scope.close();
  }
}
