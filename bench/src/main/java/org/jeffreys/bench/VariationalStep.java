package org.jeffreys.bench;

import java.util.Arrays;
import java.util.Locale;
import org.jeffreys.core.Check;
import org.jeffreys.inference.vi.ElboAscent;
import org.jeffreys.inference.vi.GradientEstimator;

/**
 * Times a step of mean-field variational inference on the sine regression as the peer program does,
 * see {@link StepTimes}. Prints a line for each estimator of the gradient; the peer's is weight
 * sampling.
 */
final class VariationalStep {
  /** In a block. */
  private static final int STEPS = 1000;

  private VariationalStep() {}

  /** Takes no arguments. */
  public static void main(String[] args) {
    Check.require(args.length == 0, "arguments", "none", Arrays.toString(args));
    for (GradientEstimator estimator : GradientEstimator.values()) {
      StepTimes times;
      try (SineChains<ElboAscent.State> chains = SineChains.variational(estimator)) {
        times = StepTimes.of(chains, STEPS);
      }
      System.out.printf(
          Locale.ROOT,
          "variational_step %s us/step wall %.1f cpu %.1f%n",
          estimator.name().toLowerCase(Locale.ROOT).replace('_', '-'),
          times.wallMicros(),
          times.cpuMicros());
    }
  }
}
