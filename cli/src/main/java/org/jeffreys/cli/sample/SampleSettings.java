package org.jeffreys.cli.sample;

import org.jeffreys.core.Check;
import org.jeffreys.inference.mcmc.MassShape;

/**
 * What was asked for.
 *
 * @param model the program's name
 * @param method the sampler
 * @param start where chains start
 * @param time of a trajectory of hmc
 * @param acceptance that warm-up finds the step for
 * @param maxDepth of trajectories of nuts
 * @param mass what warm-up learns
 * @param data the digest of the data
 */
record SampleSettings(
    String model,
    SampleMethod method,
    ChainStart start,
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
  /** CheesHmc finds a mass at an eighth of its warm-up. */
  private static final int LEAST_WARMUP = 8;

  SampleSettings {
    Check.atLeast(numChains, 1, "--chains");
    Check.atLeast(numWarmup, 0, "--warmup");
    Check.atLeast(numSamples, 1, "--samples");
    Check.openUnit(acceptance, "--acceptance");
    Check.require(maxDepth >= 1 && maxDepth <= 20, "--max-depth", "1 to 20", maxDepth);
    Check.positive(time, "--time");
    if (method == SampleMethod.CHEES) {
      Check.require(
          numChains >= 2,
          "--chains",
          "at least 2 for chees, whose chains learn from each other",
          numChains,
          "use nuts for one");
      Check.require(
          numWarmup >= LEAST_WARMUP,
          "--warmup",
          "at least " + LEAST_WARMUP + " iterations for chees",
          numWarmup);
      threads = Math.min(threads, numChains / 2);
    }
    threads = Math.max(1, Math.min(threads, numChains));
  }

  /** The same with another seed, on one thread. */
  SampleSettings alone(long newSeed) {
    return new SampleSettings(
        model,
        method,
        start,
        time,
        numChains,
        numWarmup,
        numSamples,
        acceptance,
        maxDepth,
        mass,
        newSeed,
        1,
        data);
  }

  /** The same with another number of draws. */
  SampleSettings withSamples(int newNumSamples) {
    return new SampleSettings(
        model,
        method,
        start,
        time,
        numChains,
        numWarmup,
        newNumSamples,
        acceptance,
        maxDepth,
        mass,
        seed,
        threads,
        data);
  }

  /** What a checkpoint has to agree with. */
  String fingerprint(String version) {
    return "sample " + version + " " + this;
  }
}
