package org.jeffreys.inference.mcmc;

import org.jeffreys.tensor.HostStream;

/**
 * A normal approximation where an ascent has come to.
 *
 * <pre>{@code
 * q = N(θ + Σ ∇ log p(θ), Σ)
 * }</pre>
 */
final class NormalAlongPath {
  private static final double LOG_SQRT_2_PI = 0.5 * Math.log(2 * Math.PI);

  private final double[] loc;
  private final InverseHessian covariance;

  NormalAlongPath(double[] position, double[] gradient, InverseHessian covariance) {
    this.covariance = covariance;
    loc = covariance.times(gradient);
    for (int i = 0; i < loc.length; i++) {
      loc[i] += position[i];
    }
  }

  /** A draw with its log density. */
  static final class Draw {
    private final double[] position;
    private final double logProb;

    Draw(double[] position, double logProb) {
      this.position = position;
      this.logProb = logProb;
    }

    double[] position() {
      return position;
    }

    double logProb() {
      return logProb;
    }
  }

  Draw sample(HostStream rng) {
    double[] noise = new double[loc.length];
    double squares = 0;
    for (int i = 0; i < noise.length; i++) {
      noise[i] = rng.nextNormal();
      squares += noise[i] * noise[i];
    }
    double[] position = covariance.factorTimes(noise);
    for (int i = 0; i < loc.length; i++) {
      position[i] += loc[i];
    }
    double constant = loc.length * LOG_SQRT_2_PI + covariance.logDeterminant();
    return new Draw(position, -squares / 2 - constant);
  }
}
