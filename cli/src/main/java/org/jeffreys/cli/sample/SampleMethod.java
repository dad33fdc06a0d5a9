package org.jeffreys.cli.sample;

import java.util.Locale;
import java.util.Set;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.mcmc.HamiltonianSampler;
import org.jeffreys.inference.mcmc.Trajectory;
import org.jeffreys.ppl.Model;

/** The samplers of programs: a further one is a further constant. */
enum SampleMethod {
  /** The no-U-turn sampler. */
  NUTS(new Defaults(4, 1000, 1000, 0.8), Set.of("--max-depth", "--mass")) {
    @Override
    SampledChains sample(SampleSettings settings, Model model, Run run) {
      var trajectory = new Trajectory.NoUTurn(settings.maxDepth());
      return SampledChains.of(
          HamiltonianSampler.nuts().withTrajectory(trajectory), settings, model, run);
    }
  },
  /** Trajectories of one length. */
  HMC(new Defaults(4, 1000, 1000, 0.8), Set.of("--time", "--mass")) {
    @Override
    SampledChains sample(SampleSettings settings, Model model, Run run) {
      return SampledChains.of(HamiltonianSampler.hmc(settings.time()), settings, model, run);
    }
  },
  /** Many chains in lockstep. */
  CHEES(new Defaults(128, 500, 500, 0.651), Set.of()) {
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

  private final Defaults defaults;
  private final Set<String> options;

  SampleMethod(Defaults defaults, Set<String> options) {
    this.defaults = defaults;
    this.options = options;
  }

  Defaults defaults() {
    return defaults;
  }

  /** Whether it has an option that not all have. */
  boolean takes(String option) {
    return options.contains(option);
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
