package org.jeffreys.tape;

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

  /** About how long both take together, in nanoseconds. */
  long nanos();
}
