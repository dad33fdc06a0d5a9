package org.jeffreys.cli.sample;

import java.util.List;
import java.util.Locale;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.mcmc.HamiltonianSampler;
import org.jeffreys.inference.mcmc.Trajectory;
import org.jeffreys.ppl.Model;

/** The samplers of programs: a further one is a further constant. */
enum SampleMethod {
  /** The no-U-turn sampler. */
  NUTS(4, 1000, 1000, 0.95, "--max-depth --mass") {
    @Override
    SampledChains sample(SampleSettings settings, Model model, Run run) {
      var trajectory = new Trajectory.NoUTurn(settings.maxDepth());
      return SampledChains.of(
          HamiltonianSampler.nuts().withTrajectory(trajectory), settings, model, run);
    }
  },
  /** Trajectories of one length. */
  HMC(4, 1000, 1000, 0.8, "--time --mass") {
    @Override
    SampledChains sample(SampleSettings settings, Model model, Run run) {
      return SampledChains.of(HamiltonianSampler.hmc(settings.time()), settings, model, run);
    }
  },
  /** Many chains in lockstep. */
  CHEES(128, 500, 500, 0.651, "") {
    @Override
    SampledChains sample(SampleSettings settings, Model model, Run run) {
      return new CheesChains(settings, model).sample(run);
    }
  };

  /**
   * What holds where nothing is said.
   *
   * @param acceptance the one that warm-up finds the step for
   */
  record Defaults(int numChains, int numWarmup, int numSamples, double acceptance) {}

  private final int numChains;
  private final int numWarmup;
  private final int numSamples;
  private final double acceptance;
  private final String options;

  SampleMethod(int numChains, int numWarmup, int numSamples, double acceptance, String options) {
    this.numChains = numChains;
    this.numWarmup = numWarmup;
    this.numSamples = numSamples;
    this.acceptance = acceptance;
    this.options = options;
  }

  Defaults defaults() {
    return new Defaults(numChains, numWarmup, numSamples, acceptance);
  }

  /** Whether it has an option that not all have. */
  boolean takes(String option) {
    return List.of(options.split(" ", -1)).contains(option);
  }

  /** Whether chains are many and short: what is asked of one chain elsewhere is asked of all. */
  boolean isOfManyChains() {
    return this == CHEES;
  }

  /** Draws from the posterior; what comes out is the caller's. */
  abstract SampledChains sample(SampleSettings settings, Model model, Run run);

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
