package org.jeffreys.inference.vi;

import org.jeffreys.core.Check;

/**
 * The weight β of the divergence over the steps, which rises to 1 and stays there: first the data
 * place the guide, then the prior widens it. What is found in the end is that of β = 1.
 *
 * <pre>{@code
 * β(t) = first + (1 - first) min(1, t / length)
 * }</pre>
 *
 * @param first β at step 0, in [0, 1]
 * @param length the steps until β is 1; 0 for β = 1 from the start
 * @source Bowman et al. (2016), CoNLL, section 3.1
 */
public record Annealing(double first, long length) {
  /** β = 1 throughout. */
  public static final Annealing NONE = new Annealing(1, 0);

  /** Checks the settings. */
  public Annealing {
    Check.unit(first, "first");
    Check.atLeast(length, 0L, "length");
  }

  /** β at a step, which counts from 0. */
  public double at(long step) {
    return step >= length ? 1 : first + (1 - first) * step / length;
  }
}
