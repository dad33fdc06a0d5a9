package org.jeffreys.inference.mcmc;

import org.jeffreys.tensor.HostStream;

/**
 * Where the trajectory of one chain is; the leapfrog moves it in two halves, between which the
 * gradient is asked for.
 *
 * <pre>{@code
 * departs: r½ = r + ε ∇ log p(θ) / 2     θ' = θ + ε M⁻¹ r½      arrives: r' = r½ + ε ∇ log p(θ') / 2
 * }</pre>
 *
 * <p>Against the flow of time, ε is negative and momenta keep their sign.
 *
 * @source Neal (2011), Handbook of MCMC, eq. 5.18 to 5.20
 */
final class PhasePoint {
  private final double[] position;
  private final double[] momentum;
  private final double[] velocity;
  private final double[] gradient;
  private double logProb;

  PhasePoint(int dimension) {
    position = new double[dimension];
    momentum = new double[dimension];
    velocity = new double[dimension];
    gradient = new double[dimension];
  }

  double[] position() {
    return position;
  }

  double[] momentum() {
    return momentum;
  }

  /** M⁻¹ r. */
  double[] velocity() {
    return velocity;
  }

  double[] gradient() {
    return gradient;
  }

  double logProb() {
    return logProb;
  }

  /** Stands at a draw, with a momentum drawn anew. */
  void start(Candidate at, MassMatrix mass, HostStream stream) {
    System.arraycopy(at.position(), 0, position, 0, position.length);
    System.arraycopy(at.gradient(), 0, gradient, 0, gradient.length);
    logProb = at.logProb();
    mass.sampleMomentum(stream, momentum);
    mass.velocity(momentum, velocity);
  }

  void copyFrom(PhasePoint other) {
    System.arraycopy(other.position, 0, position, 0, position.length);
    System.arraycopy(other.momentum, 0, momentum, 0, momentum.length);
    System.arraycopy(other.velocity, 0, velocity, 0, velocity.length);
    System.arraycopy(other.gradient, 0, gradient, 0, gradient.length);
    logProb = other.logProb;
  }

  /** The first half of a leapfrog; the position is then where the gradient is wanted. */
  void depart(double stepSize, MassMatrix mass) {
    kick(stepSize);
    mass.velocity(momentum, velocity);
    for (int i = 0; i < position.length; i++) {
      position[i] += stepSize * velocity[i];
    }
  }

  /**
   * The second half.
   *
   * @param gradients those of all chains, of which this one's begin at {@code offset}
   */
  void arrive(double stepSize, MassMatrix mass, double value, double[] gradients, int offset) {
    System.arraycopy(gradients, offset, gradient, 0, gradient.length);
    logProb = value;
    kick(stepSize);
    mass.velocity(momentum, velocity);
  }

  private void kick(double stepSize) {
    double half = 0.5 * stepSize;
    for (int i = 0; i < momentum.length; i++) {
      momentum[i] += half * gradient[i];
    }
  }

  /** H = rᵀ M⁻¹ r / 2 - log p(θ), in nats; infinite where that is not finite. */
  double energy() {
    double energy = 0.5 * Vectors.dot(momentum, velocity) - logProb;
    return Double.isFinite(energy) ? energy : Double.POSITIVE_INFINITY;
  }
}
