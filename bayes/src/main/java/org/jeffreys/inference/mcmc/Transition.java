package org.jeffreys.inference.mcmc;

/**
 * An iteration of one chain, as a machine that asks for one gradient after the other. It is begun,
 * then advanced with what the density is at the {@linkplain #wanted wanted} position until it has
 * ended; then it may be begun anew.
 */
sealed interface Transition permits NoUTurnTree, TimedPath {
  /** Begins at a draw. */
  void begin(Candidate from, MassMatrix mass, double stepSize);

  /** The position at which the density is wanted next. */
  double[] wanted();

  /**
   * Goes on.
   *
   * @param gradients those of all chains, of which this one's begin at {@code offset}
   * @return whether the iteration has ended
   */
  boolean advance(double logProb, double[] gradients, int offset);

  /** The next draw. */
  Candidate chosen();

  /** The mean probability of acceptance over the trajectory. */
  double acceptance();

  /** The leapfrogs made. */
  int leapfrogs();

  /** The doublings made; 0 where there are no trees. */
  int depth();

  /** Whether the energy erred by more than {@link Trajectory#DIVERGENT}. */
  boolean divergent();
}
