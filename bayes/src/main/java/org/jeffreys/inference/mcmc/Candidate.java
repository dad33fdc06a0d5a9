package org.jeffreys.inference.mcmc;

/** A point that may become the next draw, with all that the iteration after it starts from. */
final class Candidate {
  private final double[] position;
  private final double[] gradient;
  private double logProb;
  private double energy;

  Candidate(int dimension) {
    position = new double[dimension];
    gradient = new double[dimension];
  }

  double[] position() {
    return position;
  }

  double[] gradient() {
    return gradient;
  }

  double logProb() {
    return logProb;
  }

  /** H there, with the momentum it was reached with. */
  double energy() {
    return energy;
  }

  void set(PhasePoint at) {
    System.arraycopy(at.position(), 0, position, 0, position.length);
    System.arraycopy(at.gradient(), 0, gradient, 0, gradient.length);
    logProb = at.logProb();
    energy = at.energy();
  }

  void set(double[] newPosition, double value, double[] gradients, int offset) {
    System.arraycopy(newPosition, 0, position, 0, position.length);
    System.arraycopy(gradients, offset, gradient, 0, gradient.length);
    logProb = value;
    energy = Double.NaN;
  }

  void copyFrom(Candidate other) {
    System.arraycopy(other.position, 0, position, 0, position.length);
    System.arraycopy(other.gradient, 0, gradient, 0, gradient.length);
    logProb = other.logProb;
    energy = other.energy;
  }
}
