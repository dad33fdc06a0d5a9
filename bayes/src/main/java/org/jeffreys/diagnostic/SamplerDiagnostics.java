package org.jeffreys.diagnostic;

import org.jeffreys.core.Check;
import org.jspecify.annotations.Nullable;

/**
 * What a Hamiltonian sampler saw of itself after warm-up.
 *
 * @param numTransitions of all chains
 * @param numDivergent those whose energy erred without bounds
 * @param numSaturated those that ended at the greatest tree depth rather than at a U-turn
 * @param maxTreeDepth the greatest depth; 0 where there are no trees
 * @param energy null where energies were not kept
 */
public record SamplerDiagnostics(
    long numTransitions,
    long numDivergent,
    long numSaturated,
    int maxTreeDepth,
    @Nullable EnergyDiagnostic energy) {
  /** Checks the counts. */
  public SamplerDiagnostics {
    Check.atLeast(numTransitions, 0L, "numTransitions");
    Check.require(
        numDivergent >= 0 && numDivergent <= numTransitions,
        "numDivergent",
        "an integer in [0, " + numTransitions + "]",
        numDivergent);
    Check.require(
        numSaturated >= 0 && numSaturated <= numTransitions,
        "numSaturated",
        "an integer in [0, " + numTransitions + "]",
        numSaturated);
    Check.atLeast(maxTreeDepth, 0, "maxTreeDepth");
  }

  /** Of a sampler without trees or energies. */
  public static SamplerDiagnostics ofSteps(long numTransitions, long numDivergent) {
    return new SamplerDiagnostics(numTransitions, numDivergent, 0, 0, null);
  }
}
