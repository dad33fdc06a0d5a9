package org.jeffreys.inference;

import org.jeffreys.core.Check;
import org.jeffreys.data.Batches;

/**
 * How much work a method with standard settings does for so many examples.
 *
 * @param batchSize of minibatches, at most the number of examples
 * @param numSteps gradient steps of one optimisation, warm-up or cycle
 */
public record Budget(int batchSize, long numSteps) {
  private static final int LARGEST_BATCH = 64;
  private static final long LEAST_STEPS = 3000;
  private static final long LEAST_EPOCHS = 20;

  /** Checks the counts. */
  public Budget {
    Check.atLeast(batchSize, 1, "batchSize");
    Check.atLeast(numSteps, 1L, "numSteps");
  }

  /**
   * The budget for so many examples: at least 3,000 steps and 20 epochs.
   *
   * @param effort what the number of steps is multiplied by, greater than 0
   */
  public static Budget of(long numExamples, double effort) {
    Check.atLeast(numExamples, 1L, "numExamples");
    Check.positive(effort, "effort");
    int batchSize = (int) Math.min(LARGEST_BATCH, numExamples);
    long stepsPerEpoch = new Batches.Shuffled(batchSize).stepsPerEpoch(numExamples);
    long steps = Math.max(LEAST_STEPS, LEAST_EPOCHS * stepsPerEpoch);
    return new Budget(batchSize, Math.max(1, Math.round(effort * steps)));
  }

  /** Shuffled minibatches of the size. */
  public Batches batches() {
    return new Batches.Shuffled(batchSize);
  }
}
