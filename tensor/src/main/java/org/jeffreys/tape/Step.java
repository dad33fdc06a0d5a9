package org.jeffreys.tape;

import java.util.BitSet;

/**
 * An operation on elements in a tape's memory.
 *
 * <p>Going back, a step finds the derivatives by its results beside them, adds to those by its
 * operands, and leaves zeros behind for the next time.
 */
interface Step {
  /** Computes the results. */
  void forward(double[] memory);

  /** Adds to the derivatives by the operands. */
  void backward(double[] memory, double[] adjoint);

  /** Whether any of the results is needed. */
  boolean isNeeded(BitSet needed);

  /** Marks the operands as needed. */
  void need(BitSet needed);

  /** About how long both take together, in nanoseconds. */
  long nanos();
}
