package org.jeffreys.inference.mcmc;

import org.jeffreys.core.Doubles;
import org.jeffreys.tensor.HostStream;

/**
 * The mass matrix M of Hamiltonian dynamics, given by its inverse, which stands for the covariance
 * of the draws. Immutable.
 */
public sealed interface MassMatrix permits DiagonalMass, DenseMass, LowRankMass {
  /** The length of a position. */
  int dimension();

  /** The diagonal of M⁻¹: the variances of the draws as warm-up saw them. */
  Doubles inverseDiagonal();

  /** A row of M⁻¹. */
  Doubles inverseRow(int row);

  /**
   * Writes M⁻¹ r.
   *
   * @param momentum r
   * @param out another array
   */
  void velocity(double[] momentum, double[] out);

  /** Writes a draw from N(0, M). */
  void sampleMomentum(HostStream stream, double[] out);

  /** What {@link MassShape#restore} reads. */
  Doubles content();
}
