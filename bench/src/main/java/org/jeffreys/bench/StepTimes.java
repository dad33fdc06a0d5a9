package org.jeffreys.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * The time of a step of all chains, as the peer programs take it: a warm-up, then the median of
 * five blocks of steps. The CPU time is that of the thread that makes the steps, where all tensor
 * work is: wall time beyond it went to the collector or to other programs.
 *
 * @param wallMicros in microseconds
 * @param cpuMicros in microseconds
 */
record StepTimes(double wallMicros, double cpuMicros) {
  private static final int WARMUP = 3000;
  private static final int BLOCKS = 5;

  /** What makes steps. */
  interface Stepped {
    /** Makes steps. */
    void steps(int count);

    /** Checks that what was timed was of use. */
    void requireFinite();
  }

  /**
   * Takes the time.
   *
   * @param steps in a block
   */
  static StepTimes of(Stepped chains, int steps) {
    chains.steps(WARMUP);
    StepTimes[] blocks = new StepTimes[BLOCKS];
    Arrays.setAll(blocks, i -> block(chains, steps));
    chains.requireFinite();
    return new StepTimes(
        median(blocks, StepTimes::wallMicros), median(blocks, StepTimes::cpuMicros));
  }

  private static StepTimes block(Stepped chains, int steps) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long wall = System.nanoTime();
    long cpu = threads.getCurrentThreadCpuTime();
    chains.steps(steps);
    return new StepTimes(
        (System.nanoTime() - wall) / 1e3 / steps,
        (threads.getCurrentThreadCpuTime() - cpu) / 1e3 / steps);
  }

  private static double median(StepTimes[] blocks, ToDoubleFunction<StepTimes> part) {
    return Arrays.stream(blocks)
        .mapToDouble(part)
        .sorted()
        .skip(BLOCKS / 2)
        .findFirst()
        .orElseThrow();
  }
}
