package org.jeffreys.inference.mcmc;

import java.util.List;
import org.jeffreys.inference.Draws;

/**
 * What Markov chains gave. Holds the memory of its draws until closed.
 *
 * @param draws after warm-up, owned by the caller
 * @param statistics of each draw
 * @param adapted what warm-up found, one a chain
 * @param numWarmup the iterations of warm-up of each chain
 * @param numSaturated the draws whose trajectories were cut off at the greatest depth
 * @param gradientEvaluations of all chains, each chain's counted by itself, warm-up included and
 *     those of an interrupted run before as well
 * @param warmupSeconds the wall time of warm-up in this process; where some chains sampled already,
 *     it is shared out by the number of chains
 * @param samplingSeconds the wall time of the rest
 */
public record McmcSample(
    Draws draws,
    DrawStatistics statistics,
    List<Adapted> adapted,
    int numWarmup,
    long numSaturated,
    long gradientEvaluations,
    double warmupSeconds,
    double samplingSeconds)
    implements AutoCloseable {
  /** Copies the list. */
  public McmcSample {
    adapted = List.copyOf(adapted);
  }

  /** What the warm-up of one chain found. */
  public record Adapted(double stepSize, MassMatrix mass) {}

  /** The draws whose trajectories diverged: 0 for a run to be trusted. */
  public long numDivergent() {
    return statistics.numDivergent();
  }

  @Override
  public void close() {
    draws.close();
  }
}
