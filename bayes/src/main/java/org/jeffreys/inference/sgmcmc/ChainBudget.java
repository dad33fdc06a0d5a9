package org.jeffreys.inference.sgmcmc;

import org.jeffreys.core.Check;
import org.jeffreys.data.Batches;
import org.jeffreys.inference.SamplingLoop;
import org.jeffreys.optim.Schedule;

/**
 * How much work chains with standard settings do for so many examples.
 *
 * <p>Whole batches pay for longer than it seems: a minibatch's noise forbids momentum, whose gain
 * is greater than what is saved.
 *
 * @param numExamples n
 * @param batchSize of minibatches; all examples where they are few, so that no noise is added
 * @param numSteps of each chain, warm-up included
 */
record ChainBudget(long numExamples, int batchSize, long numSteps) {
  /** The number of chains. */
  static final int CHAINS = 4;

  private static final long WHOLE = 8192;
  private static final long BATCH = 2048;
  private static final long USUAL_STEPS = 5_000;
  private static final long DRAWS = 100;
  private static final int CYCLES = 8;
  private static final double EXPLORATION = 2.0 / 3;

  /** The part of a variance that the minibatch's noise may add where the curvature is largest. */
  private static final double MOST_INFLATION = 0.2;

  /** The budget for so many examples. */
  static ChainBudget of(long numExamples, double effort) {
    Check.positive(effort, "effort");
    int batchSize = (int) (numExamples <= WHOLE ? numExamples : BATCH);
    long steps = Math.max(8, Math.round(effort * USUAL_STEPS));
    return new ChainBudget(numExamples, batchSize, steps);
  }

  /** The steps of warm-up: a half. */
  long numWarmup() {
    return numSteps / 2;
  }

  /** All examples, or shuffled minibatches. */
  Batches batches() {
    return batchSize == numExamples ? new Batches.Full() : new Batches.Shuffled(batchSize);
  }

  /**
   * The variance of a minibatch gradient over n H, for examples whose gradients vary as a well
   * specified model has it: {@code n/b - 1}.
   */
  private double gradientNoise() {
    return (double) numExamples / batchSize - 1;
  }

  /**
   * The friction of a step of dynamics with momentum: little, or so much that steps of {@link
   * #step} may be long in spite of the minibatch's noise.
   */
  double friction() {
    return Math.min(0.3, Math.max(0.01, gradientNoise() / (2 * MOST_INFLATION)));
  }

  /** The step, in units of 1/√λ, of dynamics with momentum. */
  double step() {
    double noise = gradientNoise();
    return noise == 0 ? 0.7 : Math.min(0.7, Math.sqrt(2 * friction() * MOST_INFLATION / noise));
  }

  /** The step, in units of 1/λ, of Langevin dynamics. */
  double langevinStep() {
    double noise = gradientNoise();
    return noise == 0 ? 0.5 : Math.min(0.5, 2 * MOST_INFLATION / noise);
  }

  /** A loop with a rise of the step size over a twentieth of the steps. */
  SamplingLoop.Config loop(double stepSize) {
    Schedule schedule =
        new Schedule.Warmup(new Schedule.Constant(stepSize), 0.01, Math.max(1, numSteps / 20));
    return SamplingLoop.Config.withDraws(
        numSteps, numWarmup(), Math.min(DRAWS, numSteps - numWarmup()), schedule);
  }

  /**
   * A loop in cycles, of which the first quarter are warm-up; draws are taken in the last third of
   * the others.
   */
  SamplingLoop.Config cycles(double stepSize) {
    long length = Math.max(4, numSteps / CYCLES);
    long total = length * CYCLES;
    long warmup = total / 4;
    Schedule schedule = new Schedule.Cyclical(stepSize, length, EXPLORATION);
    long sampled = Math.round((total - warmup) * (1 - EXPLORATION));
    return new SamplingLoop.Config(total, warmup, Math.max(1, sampled / DRAWS), schedule);
  }
}
