package org.jeffreys.tape;

import java.util.Arrays;
import java.util.List;

/**
 * A function of many numbers with one as its value, and its gradient, as a list of steps.
 *
 * <p>It never changes; each thread has a {@link Player} of its own.
 */
public final class Tape {
  /** What a step costs apart from its elements, both ways. */
  private static final long NANOS_A_STEP = 8;

  private final Step[] steps;
  private final double[] memory;
  private final int dimension;
  private final int result;
  private final long nanosOfElements;

  Tape(List<Step> steps, double[] memory, int dimension, int result) {
    this.steps = steps.toArray(Step[]::new);
    this.memory = memory;
    this.dimension = dimension;
    this.result = result;
    nanosOfElements = steps.stream().mapToLong(Step::nanos).sum();
  }

  /** The number of numbers that it is a function of. */
  public int dimension() {
    return dimension;
  }

  /** The number of steps. */
  public int numSteps() {
    return steps.length;
  }

  /** About how long value and gradient take on a processor of today, in nanoseconds. */
  public long nanos() {
    return NANOS_A_STEP * steps.length + nanosOfElements;
  }

  /** The part of {@link #nanos} that goes by the number of elements. */
  public long nanosOfElements() {
    return nanosOfElements;
  }

  /** Memory to run it in, for one thread. */
  public Player player() {
    return new Player(this);
  }

  /** Runs a tape, in memory of its own. */
  public static final class Player {
    private final Tape tape;
    private final double[] memory;
    private final double[] adjoint;

    private Player(Tape tape) {
      this.tape = tape;
      memory = tape.memory.clone();
      adjoint = new double[memory.length];
    }

    /**
     * The value, with the gradient written to where it is wanted.
     *
     * @param at the numbers begin at {@code from}
     * @param gradient is written from {@code to} on
     */
    public double valueAndGradient(double[] at, int from, double[] gradient, int to) {
      int dimension = tape.dimension;
      System.arraycopy(at, from, memory, 0, dimension);
      Step[] steps = tape.steps;
      for (Step step : steps) {
        step.forward(memory);
      }
      adjoint[tape.result] = 1;
      for (int i = steps.length - 1; i >= 0; i--) {
        steps[i].backward(memory, adjoint);
      }
      System.arraycopy(adjoint, 0, gradient, to, dimension);
      Arrays.fill(adjoint, 0, dimension, 0);
      adjoint[tape.result] = 0;
      return memory[tape.result];
    }
  }
}
