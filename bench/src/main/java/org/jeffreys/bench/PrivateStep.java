package org.jeffreys.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jeffreys.core.Check;
import org.jeffreys.inference.sgmcmc.PrivateSgld;

/**
 * Times a step of private SGLD on the sine regression as the peer program does: a warm-up, then the
 * median of five blocks of steps.
 *
 * <p>Prints a line for 1 and for 8 chains. The CPU time is that of the thread that makes the steps,
 * where all tensor work is: wall time beyond it went to the collector or to other programs.
 */
final class PrivateStep {
  private static final int WARMUP = 3000;
  private static final int BLOCKS = 5;

  /** Of all chains together, in a block. */
  private static final int STEPS = 2000;

  private PrivateStep() {}

  /**
   * The mean time of a step in one block.
   *
   * @param wallMicros in microseconds
   * @param cpuMicros in microseconds
   */
  private record Block(double wallMicros, double cpuMicros) {}

  /** Takes no arguments. */
  public static void main(String[] args) {
    Check.require(args.length == 0, "arguments", "none", Arrays.toString(args));
    for (int numChains : new int[] {1, 8}) {
      Block[] blocks = measure(numChains);
      double wall = median(blocks, Block::wallMicros);
      double cpu = median(blocks, Block::cpuMicros);
      System.out.printf(
          Locale.ROOT,
          "private_step chains %d us/step wall %.1f cpu %.1f us/step/chain wall %.1f cpu %.1f%n",
          numChains,
          wall,
          cpu,
          wall / numChains,
          cpu / numChains);
    }
  }

  private static Block[] measure(int numChains) {
    try (SineChains<PrivateSgld.State> chains = SineChains.privateSgld(numChains)) {
      chains.steps(WARMUP);
      Block[] blocks = new Block[BLOCKS];
      Arrays.setAll(blocks, i -> block(chains, STEPS / numChains));
      chains.requireFinite();
      return blocks;
    }
  }

  private static Block block(SineChains<?> chains, int steps) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long wall = System.nanoTime();
    long cpu = threads.getCurrentThreadCpuTime();
    chains.steps(steps);
    return new Block(
        (System.nanoTime() - wall) / 1e3 / steps,
        (threads.getCurrentThreadCpuTime() - cpu) / 1e3 / steps);
  }

  private static double median(Block[] blocks, ToDoubleFunction<Block> part) {
    return Arrays.stream(blocks)
        .mapToDouble(part)
        .sorted()
        .skip(BLOCKS / 2)
        .findFirst()
        .orElseThrow();
  }
}
