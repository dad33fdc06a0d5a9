package org.jeffreys.inference.mcmc;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.HostStream;

/** How far a chain follows the dynamics in one iteration, and which point on the way it takes. */
public sealed interface Trajectory {
  /** The energy error in nats from which an iteration counts as divergent, as in Stan. */
  double DIVERGENT = 1000;

  /**
   * A transition by this, for one chain.
   *
   * @param stream of its random numbers
   */
  Transition transition(int dimension, HostStream stream);

  /** The depth at which iterations are cut off; 0 where there are no trees. */
  int maxDepth();

  /**
   * Doubles until the trajectory turns back: the no-U-turn sampler, with multinomial sampling.
   *
   * @param maxDepth the doublings at most, in 1 to 20; an iteration makes up to 2^maxDepth - 1
   *     leapfrogs
   */
  record NoUTurn(int maxDepth) implements Trajectory {
    /** Checks the depth. */
    public NoUTurn {
      Check.require(maxDepth >= 1 && maxDepth <= 20, "maxDepth", "an integer in [1, 20]", maxDepth);
    }

    @Override
    public Transition transition(int dimension, HostStream stream) {
      return new NoUTurnTree(maxDepth, dimension, stream);
    }
  }

  /**
   * Follows the dynamics for a given time and accepts where it ends, or stays.
   *
   * @param time in units of the mass matrix: over a period of 2π a normal density of its covariance
   *     returns to its start
   * @param jitter each iteration's time is uniform on {@code time (1 ± jitter)}; in [0, 1)
   * @param maxLeapfrogs where the step size would need more, the time is cut short
   */
  record FixedTime(double time, double jitter, int maxLeapfrogs) implements Trajectory {
    /** Checks the time and its jitter. */
    public FixedTime {
      Check.positive(time, "time");
      Check.require(jitter >= 0 && jitter < 1, "jitter", "a value in [0, 1)", jitter);
      Check.atLeast(maxLeapfrogs, 1, "maxLeapfrogs");
    }

    @Override
    public Transition transition(int dimension, HostStream stream) {
      return new TimedPath(this, dimension, stream);
    }

    @Override
    public int maxDepth() {
      return 0;
    }
  }
}
