package org.jeffreys.inference;

import java.util.Map;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;

/**
 * One step of a Markov chain, many chains at once. A kernel is immutable and may be shared by
 * threads; what changes is its state. The {@link SamplingLoop} owns the schedule, burn-in,
 * thinning, progress, checkpoints and memory.
 *
 * @param <S> what the next step needs
 */
public interface Kernel<S extends Kernel.State> {
  /** What the next step of a chain needs: named tensors and numbers, so that it can be saved. */
  interface State {
    /** Where the chains are. @shape [chains, dimension] */
    Tensor position();

    /** Everything, by name. */
    Snapshot snapshot();
  }

  /** A state as named tensors and numbers. */
  record Snapshot(Map<String, Tensor> tensors, Map<String, Double> numbers) {}

  /**
   * The state before the first step.
   *
   * @param position @shape [chains, dimension]
   */
  S init(Tensor position);

  /**
   * The next state, in tensors of its own or in those of the given one, which is then spent.
   *
   * @param stepSize of this step, in units of the kernel's formula
   * @param rng one stream a chain
   */
  S step(S state, double stepSize, Rng rng);

  /** Whether the run may end here, before its last step. */
  default boolean isDone(S state) {
    return false;
  }

  /** The state that gave the snapshot. */
  S restore(Snapshot snapshot);
}
