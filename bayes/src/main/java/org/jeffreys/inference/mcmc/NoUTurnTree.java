package org.jeffreys.inference.mcmc;

import org.jeffreys.tensor.HostStream;
import org.jspecify.annotations.Nullable;

/**
 * An iteration of the no-U-turn sampler. The trajectory doubles, forwards or backwards in time at
 * random, until it turns back, diverges or is {@code maxDepth} doublings long; the draw is one of
 * its points.
 *
 * <p>A doubling is built leaf by leaf. Subtrees of equal height are joined at once, as a binary
 * counter carries, so that at most {@code maxDepth} of them are kept: the recursion of the paper
 * without its stack, and with the same order of random numbers.
 *
 * @source Hoffman and Gelman (2014), JMLR 15; Betancourt (2017), arXiv:1701.02434, appendix A; the
 *     checks across subtrees as in Stan from 2.21 on
 */
final class NoUTurnTree implements Transition {
  private final int maxDepth;
  private final PhasePoint[] ends;
  private final Subtree whole;
  private final @Nullable Subtree[] pending;
  private int numPending;
  private int forward;
  private int depth;
  private int leaves;
  private int leapfrogs;
  private boolean divergent;
  private double startEnergy;
  private double sumOfAcceptance;
  private double stepSize;
  private MassMatrix mass;
  private final HostStream stream;

  NoUTurnTree(int maxDepth, int dimension, HostStream stream) {
    this.maxDepth = maxDepth;
    ends = new PhasePoint[] {new PhasePoint(dimension), new PhasePoint(dimension)};
    whole = new Subtree(dimension);
    pending = new Subtree[maxDepth + 1];
    this.stream = stream;
    mass = new DiagonalMass(new double[0]);
  }

  @Override
  public void begin(Candidate from, MassMatrix newMass, double newStepSize) {
    mass = newMass;
    stepSize = newStepSize;
    ends[0].start(from, mass, stream);
    ends[1].copyFrom(ends[0]);
    whole.leaf(ends[0], 0);
    startEnergy = ends[0].energy();
    forward = 1;
    depth = 0;
    leapfrogs = 0;
    divergent = false;
    sumOfAcceptance = 0;
    turn();
  }

  /** Chooses the direction of the next doubling. */
  private void turn() {
    int next = stream.nextDouble() < 0.5 ? 0 : 1;
    if (next != forward) {
      whole.reverse();
    }
    forward = next;
    leaves = 0;
    numPending = 0;
    moving().depart(stride(), mass);
  }

  private PhasePoint moving() {
    return ends[forward];
  }

  private double stride() {
    return forward == 1 ? stepSize : -stepSize;
  }

  @Override
  public double[] wanted() {
    return moving().position();
  }

  @Override
  public boolean advance(double logProb, double[] gradients, int offset) {
    moving().arrive(stride(), mass, logProb, gradients, offset);
    leapfrogs++;
    double gain = startEnergy - moving().energy();
    sumOfAcceptance += Math.exp(Math.min(0, gain));
    divergent = gain < -Trajectory.DIVERGENT;
    if (divergent || !grows(gain)) {
      return true;
    }
    if (leaves < 1 << depth) {
      moving().depart(stride(), mass);
      return false;
    }
    depth++;
    if (!whole.joinPreferring(top(), stream) || depth == maxDepth) {
      return true;
    }
    turn();
    return false;
  }

  /** Adds a leaf to the doubling; whether no part of it turns back. */
  private boolean grows(double logWeight) {
    leaves++;
    numPending++;
    top().leaf(moving(), logWeight);
    for (int carry = leaves; carry % 2 == 0; carry /= 2) {
      Subtree last = top();
      numPending--;
      if (!top().join(last, stream)) {
        return false;
      }
    }
    return true;
  }

  private Subtree top() {
    Subtree subtree = pending[numPending - 1];
    if (subtree == null) {
      subtree = new Subtree(whole.candidate().position().length);
      pending[numPending - 1] = subtree;
    }
    return subtree;
  }

  @Override
  public Candidate chosen() {
    return whole.candidate();
  }

  @Override
  public double acceptance() {
    return sumOfAcceptance / leapfrogs;
  }

  @Override
  public int leapfrogs() {
    return leapfrogs;
  }

  @Override
  public int depth() {
    return depth;
  }

  @Override
  public boolean divergent() {
    return divergent;
  }
}
