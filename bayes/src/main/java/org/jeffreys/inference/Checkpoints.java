package org.jeffreys.inference;

import java.util.Optional;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what a run needs to go on after it was killed. A run has parts, such as the chains of one
 * thread, each saved by itself. What {@link #save} has returned from is not lost.
 */
public interface Checkpoints {
  /** Keeps nothing. */
  Checkpoints NONE =
      new Checkpoints() {
        @Override
        public Optional<Saved> latest(String part) {
          return Optional.empty();
        }

        @Override
        public void save(String part, Checkpoint checkpoint, @Nullable Tensor newDraws) {
          // nothing is kept
        }

        @Override
        public long intervalMillis() {
          return Long.MAX_VALUE;
        }
      };

  /**
   * Where a part is.
   *
   * @param step the number of steps made
   * @param rng the state of its random streams
   * @param state of the kernel
   */
  record Checkpoint(long step, RngState rng, Kernel.Snapshot state) {}

  /**
   * The latest checkpoint and all draws up to it.
   *
   * @param draws @shape [chains, samples so far, dimension]; null where there are none yet
   */
  record Saved(Checkpoint checkpoint, @Nullable Tensor draws) {}

  /** What was saved last of a part, in tensors of the innermost scope; empty for a new run. */
  Optional<Saved> latest(String part);

  /**
   * Saves a part.
   *
   * @param newDraws those taken since the last save, @shape [chains, samples, dimension]; null for
   *     none
   */
  void save(String part, Checkpoint checkpoint, @Nullable Tensor newDraws);

  /** How long to wait between saves, in milliseconds. */
  long intervalMillis();

  /** These, for a run that is a part of another: the names of its parts get a prefix. */
  default Checkpoints within(String prefix) {
    Checkpoints all = this;
    return all == NONE
        ? NONE
        : new Checkpoints() {
          @Override
          public Optional<Saved> latest(String part) {
            return all.latest(prefix + part);
          }

          @Override
          public void save(String part, Checkpoint checkpoint, @Nullable Tensor newDraws) {
            all.save(prefix + part, checkpoint, newDraws);
          }

          @Override
          public long intervalMillis() {
            return all.intervalMillis();
          }
        };
  }
}
