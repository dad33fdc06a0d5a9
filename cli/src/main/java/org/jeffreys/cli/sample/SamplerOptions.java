package org.jeffreys.cli.sample;

import org.jeffreys.core.Check;
import org.jeffreys.inference.mcmc.MassShape;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which sampler, and how it is set. */
final class SamplerOptions {
  private static final double TIME = 3;
  private static final int MAX_DEPTH = 10;

  @Option(
      names = {"-m", "--method"},
      paramLabel = "NAME",
      defaultValue = "nuts",
      description =
          "nuts, hmc with trajectories of one length, or chees with many chains in lockstep"
              + " (default: ${DEFAULT-VALUE}).")
  private SampleMethod method = SampleMethod.NUTS;

  @Option(
      names = "--start",
      paramLabel = "WHERE",
      defaultValue = "uniform",
      description =
          "Where chains start: uniform on (-2, 2) without bounds, prior, or pathfinder, which"
              + " climbs first (default: ${DEFAULT-VALUE}).")
  private ChainStart start = ChainStart.UNIFORM;

  @Option(
      names = "--time",
      paramLabel = "T",
      description = "Length of hmc's trajectories, in posterior scales (default: 3).")
  private @Nullable Double time;

  @Option(
      names = "--acceptance",
      paramLabel = "A",
      description =
          "Mean probability of acceptance that warm-up finds the step for, in (0, 1): more for"
              + " smaller steps (default: 0.95; hmc: 0.8; chees: 0.651, harmonic).")
  private @Nullable Double acceptance;

  @Option(
      names = "--max-depth",
      paramLabel = "N",
      description = "Most doublings of a trajectory of nuts, 1 to 20 (default: 10).")
  private @Nullable Integer maxDepth;

  @Option(
      names = "--mass",
      paramLabel = "SHAPE",
      description =
          "What warm-up of nuts and hmc learns of the posterior's shape: given (nothing), diagonal,"
              + " dense, low_rank, or auto: dense for up to 50 numbers, else diagonal (default: auto).")
  private @Nullable MassShape mass;

  SamplerOptions() {}

  /**
   * All settings.
   *
   * @param seed of the run
   * @param threads at most
   * @param source of the program
   */
  SampleSettings settings(
      ProgramSource source, SampleMethod.Defaults counts, long seed, int threads) {
    refuse("--time", time);
    refuse("--max-depth", maxDepth);
    refuse("--mass", mass);
    return new SampleSettings(
        source.title(),
        method,
        start,
        time == null ? TIME : time,
        counts.numChains(),
        counts.numWarmup(),
        counts.numSamples(),
        acceptance == null ? counts.acceptance() : acceptance,
        maxDepth == null ? MAX_DEPTH : maxDepth,
        mass == null ? MassShape.AUTO : mass,
        seed,
        threads,
        source.digest());
  }

  /** What the sampler does where nothing else is said. */
  SampleMethod.Defaults defaults() {
    return method.defaults();
  }

  /** The one for methods of few chains, or that for methods of many. */
  SampleMethod.Defaults defaults(SampleMethod.Defaults few, SampleMethod.Defaults many) {
    return method.isOfManyChains() ? many : few;
  }

  private void refuse(String option, @Nullable Object given) {
    Check.require(
        given == null || method.takes(option),
        option,
        "a method that has it",
        String.valueOf(method),
        "leave it out");
  }
}
