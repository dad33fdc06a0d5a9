package org.jeffreys.diagnostic;

import java.util.ArrayList;
import java.util.List;
import org.jeffreys.core.Doubles;

/**
 * The estimated Bayesian fraction of missing information of Hamiltonian chains: how far fresh
 * momenta move the energy, relative to how far it has to go. Below 0.3 a chain explores the tails
 * too slowly.
 *
 * <pre>{@code
 * E-BFMI = Σ (Eₛ - Eₛ₋₁)² / Σ (Eₛ - Ē)²
 * }</pre>
 *
 * @param bfmi of each chain; NaN where it has fewer than two energies, one is not finite or all are
 *     equal
 * @source Betancourt (2016), arXiv:1604.00695, section 2
 */
public record EnergyDiagnostic(Doubles bfmi) {
  private static final double LEAST = 0.3;

  /**
   * Of the energies, minus the log density plus the kinetic energy, of each draw.
   *
   * @param energy [chain][sample]
   */
  public static EnergyDiagnostic of(double[][] energy) {
    Chains.check(energy);
    double[] bfmi = new double[energy.length];
    for (int c = 0; c < energy.length; c++) {
      bfmi[c] = ofChain(energy[c]);
    }
    return new EnergyDiagnostic(Doubles.of(bfmi));
  }

  private static double ofChain(double[] energy) {
    if (Chains.areDegenerate(new double[][] {energy})) {
      return Double.NaN;
    }
    double steps = 0;
    for (int s = 1; s < energy.length; s++) {
      steps += Math.pow(energy[s] - energy[s - 1], 2);
    }
    return steps / (Chains.variance(energy) * (energy.length - 1));
  }

  /** The chains that are below 0.3. */
  public List<Integer> lowChains() {
    List<Integer> chains = new ArrayList<>();
    for (int c = 0; c < bfmi.size(); c++) {
      if (bfmi.get(c) < LEAST) {
        chains.add(c);
      }
    }
    return chains;
  }
}
