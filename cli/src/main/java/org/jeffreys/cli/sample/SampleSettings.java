package org.jeffreys.cli.sample;

import java.util.Locale;
import org.jeffreys.core.Check;
import org.jeffreys.inference.mcmc.HamiltonianSampler;
import org.jeffreys.inference.mcmc.MassShape;
import org.jeffreys.inference.mcmc.Trajectory;
import org.jeffreys.inference.mcmc.Warmup;

/**
 * What was asked for.
 *
 * @param model the program's name
 * @param method nuts or hmc
 * @param time of a trajectory of hmc
 * @param data the digest of the data
 */
record SampleSettings(
    String model,
    Method method,
    double time,
    int numChains,
    int numWarmup,
    int numSamples,
    double acceptance,
    int maxDepth,
    MassShape mass,
    long seed,
    int threads,
    String data) {
  /** The samplers. */
  enum Method {
    NUTS,
    HMC;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  SampleSettings {
    Check.atLeast(numChains, 1, "--chains");
    Check.atLeast(numWarmup, 0, "--warmup");
    Check.atLeast(numSamples, 1, "--samples");
    Check.openUnit(acceptance, "--acceptance");
    Check.require(maxDepth >= 1 && maxDepth <= 20, "--max-depth", "1 to 20", maxDepth);
    Check.positive(time, "--time");
  }

  HamiltonianSampler sampler() {
    HamiltonianSampler start =
        method == Method.NUTS
            ? HamiltonianSampler.nuts().withTrajectory(new Trajectory.NoUTurn(maxDepth))
            : HamiltonianSampler.hmc(time);
    return start
        .withWarmup(Warmup.of(numWarmup).withAcceptance(acceptance).withMass(mass))
        .withChains(numChains)
        .withSamples(numSamples);
  }

  /** What a checkpoint has to agree with. */
  String fingerprint(String version) {
    return "sample " + version + " " + this;
  }
}
