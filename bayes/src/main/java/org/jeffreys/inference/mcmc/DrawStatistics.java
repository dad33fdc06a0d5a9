package org.jeffreys.inference.mcmc;

import java.util.List;
import java.util.stream.IntStream;
import org.jeffreys.core.Doubles;

/**
 * How each draw came about, chain after chain as in {@link org.jeffreys.inference.Draws}.
 *
 * @param logProb the log density of the draw, in nats, up to a constant
 * @param energy H of the draw with the momentum it was reached with, in nats
 * @param acceptance the mean probability of acceptance over its trajectory, in [0, 1]
 * @param stepSize in units of the mass matrix
 * @param leapfrogs made for it
 * @param depth the doublings of its trajectory; 0 where there are no trees
 * @param divergent 1 where the energy erred by more than 1,000 nats on the way, 0 else
 */
public record DrawStatistics(
    Doubles logProb,
    Doubles energy,
    Doubles acceptance,
    Doubles stepSize,
    Doubles leapfrogs,
    Doubles depth,
    Doubles divergent) {
  static DrawStatistics of(List<ChainRecord> chains) {
    return new DrawStatistics(
        column(chains, 0),
        column(chains, 1),
        column(chains, 2),
        column(chains, 3),
        column(chains, 4),
        column(chains, 5),
        column(chains, 6));
  }

  private static Doubles column(List<ChainRecord> chains, int column) {
    return Doubles.of(
        chains.stream()
            .flatMapToDouble(
                chain -> IntStream.range(0, chain.count()).mapToDouble(i -> chain.at(i, column))));
  }

  /** The divergent draws: 0 for a run to be trusted. */
  public long numDivergent() {
    return divergent.stream().filter(one -> one > 0).count();
  }

  /** The draws whose trajectories were cut off at a depth. */
  public long numAtDepth(int maxDepth) {
    return depth.stream().filter(one -> one >= maxDepth).count();
  }
}
