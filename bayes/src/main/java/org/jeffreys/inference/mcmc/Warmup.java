package org.jeffreys.inference.mcmc;

import java.util.ArrayList;
import java.util.List;
import org.jeffreys.core.Check;

/**
 * The iterations before the first draw, in which each chain finds its step size and its mass
 * matrix: a buffer to reach the bulk of the posterior, windows for the mass of 25, 50, 100, …
 * iterations, and a buffer for the last step size. Where there are too few for buffers of 75 and
 * 50, these are 15 and 10 percent; below 20 the mass stays as given.
 *
 * @param numIterations at least 0; with 0 the chain samples with the first step size as it is
 * @param acceptance the mean probability of acceptance to reach, in (0, 1): greater for smaller
 *     steps
 * @param mass what is found
 * @param firstStepSize where the search begins; then a step is halved or doubled until one leapfrog
 *     is accepted with probability 0.8
 * @source the Stan reference manual, "HMC algorithm parameters": its schedule and constants
 */
public record Warmup(int numIterations, double acceptance, MassShape mass, double firstStepSize) {
  private static final int FIRST_BUFFER = 75;
  private static final int LAST_BUFFER = 50;
  private static final int FIRST_WINDOW = 25;
  private static final int LEAST = 20;

  /** Checks the settings. */
  public Warmup {
    Check.atLeast(numIterations, 0, "numIterations");
    Check.openUnit(acceptance, "acceptance");
    Check.positive(firstStepSize, "firstStepSize");
  }

  /** So many iterations towards an acceptance of 0.8, with a diagonal mass. */
  public static Warmup of(int numIterations) {
    return new Warmup(numIterations, 0.8, MassShape.DIAGONAL, 1);
  }

  /** This, towards another acceptance. */
  public Warmup withAcceptance(double newAcceptance) {
    return new Warmup(numIterations, newAcceptance, mass, firstStepSize);
  }

  /** This, with another mass. */
  public Warmup withMass(MassShape newMass) {
    return new Warmup(numIterations, acceptance, newMass, firstStepSize);
  }

  /** This, from another step size. */
  public Warmup withFirstStepSize(double newFirstStepSize) {
    return new Warmup(numIterations, acceptance, mass, newFirstStepSize);
  }

  private boolean isShort() {
    return FIRST_BUFFER + FIRST_WINDOW + LAST_BUFFER > numIterations;
  }

  /** The first iteration, from 0, that the mass is learnt from. */
  int firstOfWindows() {
    return isShort() ? (int) (0.15 * numIterations) : FIRST_BUFFER;
  }

  private int endOfWindows() {
    return numIterations - (isShort() ? (int) (0.1 * numIterations) : LAST_BUFFER);
  }

  /** The iterations after which there is a new mass, from 0; ascending. */
  List<Integer> windowEnds() {
    List<Integer> ends = new ArrayList<>();
    if (numIterations < LEAST || mass == MassShape.GIVEN) {
      return ends;
    }
    int end = endOfWindows();
    int start = firstOfWindows();
    int size = isShort() ? end - start : FIRST_WINDOW;
    while (start < end) {
      // The last window takes what would be too little for one of twice its size.
      boolean last = !ends.isEmpty() && start + size + 2 * size > end;
      start = last ? end : Math.min(end, start + size);
      ends.add(start - 1);
      size *= 2;
    }
    return ends;
  }
}
