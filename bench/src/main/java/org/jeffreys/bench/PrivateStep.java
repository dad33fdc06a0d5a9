package org.jeffreys.bench;

import java.util.Arrays;
import java.util.Locale;
import org.jeffreys.core.Check;
import org.jeffreys.inference.sgmcmc.PrivateSgld;

/**
 * Times a step of private SGLD on the sine regression as the peer program does, see {@link
 * StepTimes}. Prints a line for 1 and for 8 chains.
 */
final class PrivateStep {
  /** Of all chains together, in a block. */
  private static final int STEPS = 2000;

  private PrivateStep() {}

  /** Takes no arguments. */
  public static void main(String[] args) {
    Check.require(args.length == 0, "arguments", "none", Arrays.toString(args));
    for (int numChains : new int[] {1, 8}) {
      StepTimes times;
      try (SineChains<PrivateSgld.State> chains = SineChains.privateSgld(numChains)) {
        times = StepTimes.of(chains, STEPS / numChains);
      }
      System.out.printf(
          Locale.ROOT,
          "private_step chains %d us/step wall %.1f cpu %.1f us/step/chain wall %.1f cpu %.1f%n",
          numChains,
          times.wallMicros(),
          times.cpuMicros(),
          times.wallMicros() / numChains,
          times.cpuMicros() / numChains);
    }
  }
}
