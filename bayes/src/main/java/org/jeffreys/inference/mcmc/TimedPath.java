package org.jeffreys.inference.mcmc;

import org.jeffreys.tensor.HostStream;

/**
 * An iteration of Hamiltonian Monte Carlo along a trajectory of a given time.
 *
 * <pre>{@code
 * θ' = θ* with probability min(1, exp(H(θ, r) - H(θ*, r*))), else θ
 * }</pre>
 *
 * @source Neal (2011), Handbook of MCMC, section 5.3.2, with times jittered as in 5.4.2
 */
final class TimedPath implements Transition {
  private final Trajectory.FixedTime settings;
  private final PhasePoint moving;
  private final Candidate chosen;
  private int wished;
  private int leapfrogs;
  private double startEnergy;
  private double acceptance;
  private boolean divergent;
  private double stepSize;
  private MassMatrix mass;
  private final HostStream stream;

  TimedPath(Trajectory.FixedTime settings, int dimension, HostStream stream) {
    this.settings = settings;
    moving = new PhasePoint(dimension);
    chosen = new Candidate(dimension);
    this.stream = stream;
    mass = new DiagonalMass(new double[0]);
  }

  @Override
  public void begin(Candidate from, MassMatrix newMass, double newStepSize) {
    mass = newMass;
    stepSize = newStepSize;
    double time = settings.time() * (1 + settings.jitter() * (2 * stream.nextDouble() - 1));
    wished = (int) Math.max(1, Math.min(settings.maxLeapfrogs(), Math.rint(time / stepSize)));
    leapfrogs = 0;
    divergent = false;
    moving.start(from, mass, stream);
    chosen.set(moving);
    startEnergy = moving.energy();
    moving.depart(stepSize, mass);
  }

  @Override
  public double[] wanted() {
    return moving.position();
  }

  @Override
  public boolean advance(double logProb, double[] gradients, int offset) {
    moving.arrive(stepSize, mass, logProb, gradients, offset);
    leapfrogs++;
    double gain = startEnergy - moving.energy();
    divergent |= gain < -Trajectory.DIVERGENT;
    // Where the density is 0 the way back ends, too; a mere divergence may be passed both ways.
    if (leapfrogs < wished && gain > Double.NEGATIVE_INFINITY) {
      moving.depart(stepSize, mass);
      return false;
    }
    acceptance = Math.exp(Math.min(0, gain));
    if (stream.nextDouble() < acceptance) {
      chosen.set(moving);
    }
    return true;
  }

  @Override
  public Candidate chosen() {
    return chosen;
  }

  @Override
  public double acceptance() {
    return acceptance;
  }

  @Override
  public int leapfrogs() {
    return leapfrogs;
  }

  @Override
  public int depth() {
    return 0;
  }

  @Override
  public boolean divergent() {
    return divergent;
  }
}
