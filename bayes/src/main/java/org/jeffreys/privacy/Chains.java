package org.jeffreys.privacy;

import org.jeffreys.core.Check;

/**
 * How many chains a release has, and whether they see the same batches.
 *
 * @param numChains m &gt;= 1
 * @param batches how the batches of the chains belong together
 */
public record Chains(int numChains, Batches batches) {

  /** The batches of several chains. */
  public enum Batches {
    /** Every chain draws its own: m chains of T steps are m T steps. */
    INDEPENDENT,
    /**
     * One batch for all chains: T steps that release m noisy sums at once, with sensitivity C
     * sqrt(m), that is noise multiplier σ / sqrt(m).
     */
    SHARED
  }

  /** A single chain. */
  public static final Chains ONE = new Chains(1, Batches.INDEPENDENT);

  public Chains {
    Check.atLeast(numChains, 1, "numChains");
  }

  /** m chains with their own batches. */
  public static Chains independent(int numChains) {
    return new Chains(numChains, Batches.INDEPENDENT);
  }

  /** m chains on the same batches. */
  public static Chains shared(int numChains) {
    return new Chains(numChains, Batches.SHARED);
  }

  SampledGaussian combine(SampledGaussian chain) {
    return switch (batches) {
      case INDEPENDENT -> chain.withSteps(Math.multiplyExact(chain.steps(), (long) numChains));
      case SHARED ->
          new SampledGaussian(
              chain.noiseMultiplier() / Math.sqrt(numChains), chain.samplingRate(), chain.steps());
    };
  }

  String statement() {
    if (numChains == 1) {
      return "one chain";
    }
    return switch (batches) {
      case INDEPENDENT ->
          numChains
              + " chains with independent batches, counted as "
              + numChains
              + " times the steps";
      case SHARED ->
          numChains
              + " chains on the same batches, counted as one chain with the noise multiplier"
              + " divided by sqrt("
              + numChains
              + ")";
    };
  }
}
