package org.jeffreys.inference;

import org.jeffreys.core.Check;

/**
 * The circumstances of a run: what is not a method's setting.
 *
 * @param seed of all randomness; the same seed gives the same bits for the same version, machine
 *     type and number of threads
 * @param threads the number of threads that chains are spread over, at least 1
 * @param progress is told how far the run has come
 * @param checkpoints keeps what a killed run needs to go on
 */
public record Run(long seed, int threads, Progress progress, Checkpoints checkpoints) {
  /** Checks the number of threads. */
  public Run {
    Check.atLeast(threads, 1, "threads");
  }

  /** A run on one thread that tells nobody and keeps nothing. */
  public static Run of(long seed) {
    return new Run(seed, 1, Progress.NONE, Checkpoints.NONE);
  }

  /** This run with its chains spread over threads. */
  public Run withThreads(int newThreads) {
    return new Run(seed, newThreads, progress, checkpoints);
  }

  /** This run, telling how far it has come. */
  public Run withProgress(Progress newProgress) {
    return new Run(seed, threads, newProgress, checkpoints);
  }

  /** This run, keeping what it needs to go on. */
  public Run withCheckpoints(Checkpoints newCheckpoints) {
    return new Run(seed, threads, progress, newCheckpoints);
  }
}
