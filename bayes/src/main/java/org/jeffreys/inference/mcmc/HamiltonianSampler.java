package org.jeffreys.inference.mcmc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jeffreys.core.Check;
import org.jeffreys.inference.Draws;
import org.jeffreys.inference.Parallel;
import org.jeffreys.inference.Progress;
import org.jeffreys.inference.Run;
import org.jeffreys.target.LogDensity;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * Samplers by Hamiltonian dynamics for densities of some hundred coordinates at most, whose
 * gradient costs more than the bookkeeping: the no-U-turn sampler, and trajectories of given time.
 *
 * <pre>{@code
 * try (McmcSample sample = HamiltonianSampler.nuts().sample(target, Run.of(1))) { … }
 * }</pre>
 *
 * <p>Chains share each call for gradients, but go on at their own pace
 * (docs/decisions/008-chains-do-not-wait.md). What a chain does depends on its own random stream
 * only. Positions and energies are kept in float64; a float32 target is given positions rounded to
 * float32.
 *
 * @param trajectory of an iteration
 * @param warmup before the first draw
 * @param start of the chains
 * @param numChains at least 1
 * @param numSamples the draws of each chain, at least 1
 */
public record HamiltonianSampler(
    Trajectory trajectory, Warmup warmup, Start start, int numChains, int numSamples) {
  /** Checks the counts. */
  public HamiltonianSampler {
    Check.atLeast(numChains, 1, "numChains");
    Check.atLeast(numSamples, 1, "numSamples");
  }

  /** The no-U-turn sampler as Stan runs it: 4 chains, 1,000 iterations of warm-up, 1,000 draws. */
  public static HamiltonianSampler nuts() {
    return new HamiltonianSampler(
        new Trajectory.NoUTurn(10), Warmup.of(1000), Start.uniform(), 4, 1000);
  }

  /** The same with trajectories of a given time, each of which varies by 30 %. */
  public static HamiltonianSampler hmc(double time) {
    return nuts().withTrajectory(new Trajectory.FixedTime(time, 0.3, 1000));
  }

  /** This, with other trajectories. */
  public HamiltonianSampler withTrajectory(Trajectory newTrajectory) {
    return new HamiltonianSampler(newTrajectory, warmup, start, numChains, numSamples);
  }

  /** This, with another warm-up. */
  public HamiltonianSampler withWarmup(Warmup newWarmup) {
    return new HamiltonianSampler(trajectory, newWarmup, start, numChains, numSamples);
  }

  /** This, from elsewhere. */
  public HamiltonianSampler withStart(Start newStart) {
    return new HamiltonianSampler(trajectory, warmup, newStart, numChains, numSamples);
  }

  /** This, with another number of chains. */
  public HamiltonianSampler withChains(int newNumChains) {
    return new HamiltonianSampler(trajectory, warmup, start, newNumChains, numSamples);
  }

  /** This, with another number of draws a chain. */
  public HamiltonianSampler withSamples(int newNumSamples) {
    return new HamiltonianSampler(trajectory, warmup, start, numChains, newNumSamples);
  }

  /**
   * Runs the chains, spread over the run's threads; the same bits for the same number of threads.
   *
   * @throws org.jeffreys.core.NumericalException if a chain finds no point to start at, or no step
   *     size
   */
  public McmcSample sample(LogDensity target, Run run) {
    int numGroups = Math.min(run.threads(), numChains);
    long begin = System.nanoTime();
    Tensor draws =
        Scope.release(Tensor.empty(target.dtype(), numChains, numSamples, target.dimension()));
    try {
      List<ChainGroup> groups = new ArrayList<>();
      for (int i = 0; i < numGroups; i++) {
        groups.add(new ChainGroup(target, run.checkpoints()));
      }
      run(target, run, draws, groups);
      double before = groups.stream().mapToDouble(ChainGroup::secondsBefore).max().orElse(0);
      return collect(draws, groups, before + (System.nanoTime() - begin) * 1e-9);
    } finally {
      draws.close();
    }
  }

  private void run(LogDensity target, Run run, Tensor draws, List<ChainGroup> groups) {
    double[] scale = scale(target);
    AtomicBoolean failed = new AtomicBoolean();
    Iterations iterations = new Iterations(groups.size(), run.progress());
    List<Runnable> tasks = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      int index = i;
      int first = i * numChains / groups.size();
      int end = (i + 1) * numChains / groups.size();
      tasks.add(
          () -> {
            boolean ended = false;
            try (Scope scope = Scope.open()) {
              for (int chain = first; chain < end; chain++) {
                Tensor rows = draws.narrow(0, chain, 1);
                groups.get(index).add(this, scale, run.seed(), chain, rows);
              }
              groups.get(index).run(done -> iterations.advance(index, done), failed::get);
              ended = true;
            } finally {
              if (!ended) {
                failed.set(true);
              }
            }
          });
    }
    Parallel.run(run.threads(), tasks);
  }

  /** The iterations that each group of chains has made. */
  private final class Iterations {
    private final long[] done;
    private final Progress progress;

    Iterations(int numGroups, Progress progress) {
      done = new long[numGroups];
      this.progress = progress;
    }

    synchronized void advance(int group, long iterations) {
      done[group] = iterations;
      long total = warmup.numIterations() + (long) numSamples;
      progress.at(Arrays.stream(done).sum() / numChains, total, "");
    }
  }

  private static double[] scale(LogDensity target) {
    try (Scope scope = Scope.open()) {
      Tensor scale = target.scale();
      Tensor ones = Tensor.ones(DType.FLOAT64, target.dimension());
      return (scale == null ? ones : ones.mul(scale.to(DType.FLOAT64))).toDoubles();
    }
  }

  private McmcSample collect(Tensor draws, List<ChainGroup> groups, double seconds) {
    List<Chain> chains = groups.stream().flatMap(group -> group.chains().stream()).toList();
    DrawStatistics statistics = DrawStatistics.of(chains.stream().map(Chain::record).toList());
    double share = groups.stream().mapToDouble(ChainGroup::warmupShare).average().orElse(0);
    int maxDepth = trajectory.maxDepth();
    Tensor values;
    try (Scope scope = Scope.open()) {
      values = Scope.release(draws.reshape(-1, draws.size(2)));
    }
    return new McmcSample(
        new Draws(values, numChains, null),
        statistics,
        chains.stream().map(Chain::adapted).toList(),
        warmup.numIterations(),
        maxDepth == 0 ? 0 : statistics.numAtDepth(maxDepth),
        chains.stream().mapToLong(Chain::evaluations).sum(),
        share * seconds,
        (1 - share) * seconds);
  }
}
