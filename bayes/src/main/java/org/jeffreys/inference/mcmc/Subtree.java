package org.jeffreys.inference.mcmc;

import org.jeffreys.tensor.HostStream;

/**
 * Successive points of a trajectory: their weights, the sum of their momenta, the momenta at both
 * ends, and one of the points, drawn with a probability in proportion to its weight.
 *
 * <pre>{@code
 * weight = Σ exp(H₀ - H)      ρ = Σ r      goes on while (M⁻¹ r₁)ᵀ ρ > 0 and (M⁻¹ r₂)ᵀ ρ > 0
 * }</pre>
 *
 * @source Betancourt (2017), arXiv:1701.02434, appendix A.3 and A.4.2
 */
final class Subtree {
  private final Candidate candidate;
  private final double[] sum;
  private final double[] extended;
  private double[] firstMomentum;
  private double[] firstVelocity;
  private double[] lastMomentum;
  private double[] lastVelocity;
  private double logWeight;
  private int height;

  Subtree(int dimension) {
    candidate = new Candidate(dimension);
    sum = new double[dimension];
    extended = new double[dimension];
    firstMomentum = new double[dimension];
    firstVelocity = new double[dimension];
    lastMomentum = new double[dimension];
    lastVelocity = new double[dimension];
  }

  Candidate candidate() {
    return candidate;
  }

  /** The number of points is 2 to this power. */
  int height() {
    return height;
  }

  /** Becomes one point. */
  void leaf(PhasePoint at, double newLogWeight) {
    candidate.set(at);
    System.arraycopy(at.momentum(), 0, sum, 0, sum.length);
    System.arraycopy(at.momentum(), 0, firstMomentum, 0, sum.length);
    System.arraycopy(at.velocity(), 0, firstVelocity, 0, sum.length);
    System.arraycopy(at.momentum(), 0, lastMomentum, 0, sum.length);
    System.arraycopy(at.velocity(), 0, lastVelocity, 0, sum.length);
    logWeight = newLogWeight;
    height = 0;
  }

  /** Exchanges first and last: the trajectory is looked at from its other end. */
  void reverse() {
    double[] momentum = firstMomentum;
    firstMomentum = lastMomentum;
    lastMomentum = momentum;
    double[] velocity = firstVelocity;
    firstVelocity = lastVelocity;
    lastVelocity = velocity;
  }

  /** Takes the points that follow, each point's chances in proportion to its weight. */
  boolean join(Subtree next, HostStream stream) {
    double all = Vectors.logAddExp(logWeight, next.logWeight);
    return join(next, next.logWeight - all, all, stream);
  }

  /**
   * Takes the points that follow, whose candidate is preferred: it replaces this one's with the
   * probability min(1, ratio of the weights).
   */
  boolean joinPreferring(Subtree next, HostStream stream) {
    double all = Vectors.logAddExp(logWeight, next.logWeight);
    return join(next, next.logWeight - logWeight, all, stream);
  }

  /**
   * Whether the union does not turn back: neither as a whole, nor from its one part to the first
   * point of the other, which sees turns that a whole period hides. {@code next} is spent.
   */
  private boolean join(Subtree next, double logChance, double all, HostStream stream) {
    if (logChance >= 0 || stream.nextDouble() < Math.exp(logChance)) {
      candidate.copyFrom(next.candidate);
    }
    boolean straight =
        goesOn(firstVelocity, next.firstVelocity, plus(sum, next.firstMomentum))
            && goesOn(lastVelocity, next.lastVelocity, plus(next.sum, lastMomentum));
    for (int i = 0; i < sum.length; i++) {
      sum[i] += next.sum[i];
    }
    straight &= goesOn(firstVelocity, next.lastVelocity, sum);
    double[] momentum = lastMomentum;
    lastMomentum = next.lastMomentum;
    next.lastMomentum = momentum;
    double[] velocity = lastVelocity;
    lastVelocity = next.lastVelocity;
    next.lastVelocity = velocity;
    logWeight = all;
    height++;
    return straight;
  }

  private double[] plus(double[] a, double[] b) {
    for (int i = 0; i < a.length; i++) {
      extended[i] = a[i] + b[i];
    }
    return extended;
  }

  private static boolean goesOn(double[] first, double[] last, double[] momenta) {
    return Vectors.dot(first, momenta) > 0 && Vectors.dot(last, momenta) > 0;
  }
}
