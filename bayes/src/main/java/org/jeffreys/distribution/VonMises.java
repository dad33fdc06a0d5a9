package org.jeffreys.distribution;

import org.jeffreys.tensor.HostStream;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * The von Mises distribution of angles.
 *
 * <pre>{@code
 * log p(x) = κ (cos(x - loc) - 1) - log 2π - log(e^-κ I₀(κ))      -π <= x <= π
 * }</pre>
 *
 * @param loc the likeliest angle
 * @param concentration κ, greater than 0
 * @source Best and Fisher (1979), Applied Statistics 28, for the draws
 */
public record VonMises(Tensor loc, Tensor concentration) implements Distribution {
  private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

  /** Beyond, an angle is a normal number to all digits of its draws. */
  private static final double LARGE = 1e8;

  /** With numbers for parameters, in float64. */
  public static VonMises of(double loc, double concentration) {
    return new VonMises(Parameters.number(loc), Parameters.number(concentration));
  }

  @Override
  public Shape batchShape() {
    return Parameters.broadcast(loc, concentration);
  }

  @Override
  public Support support() {
    return Supports.CIRCLE;
  }

  @Override
  public Tensor logProb(Tensor value) {
    return Domain.density(
        support().contains(value),
        value,
        0,
        x -> {
          Tensor sine = Special.sin(x.sub(loc).mul(0.5)).square();
          Tensor norm = Special.besselI0e(concentration).log().add(LOG_TWO_PI);
          return sine.mul(concentration).mul(-2).sub(norm);
        });
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    double[] centres = Noise.values(loc, shape);
    double[] kappas = Noise.values(concentration, shape);
    double end = CircleBijector.greatest(loc.dtype());
    return Noise.onHeap(
        rng,
        loc.dtype(),
        shape,
        (stream, i) -> {
          double angle = Math.IEEEremainder(centres[i] + around(stream, kappas[i]), 2 * Math.PI);
          return Math.max(-end, Math.min(end, angle));
        });
  }

  /** An angle around 0. */
  private static double around(HostStream stream, double kappa) {
    if (kappa > LARGE) {
      return stream.nextNormal() / Math.sqrt(kappa);
    }
    double tau = 1 + Math.sqrt(1 + 4 * kappa * kappa);
    // (1 + ρ²) / 2ρ for ρ = (τ - √(2τ)) / 2κ, which would cancel for small κ.
    double root = Math.sqrt(2 * tau);
    double rho = 2 * kappa / (tau + root);
    double r = (1 + rho * rho) / (2 * rho);
    while (true) {
      double z = Math.cos(Math.PI * stream.nextDouble());
      double f = (1 + r * z) / (r + z);
      double c = kappa * (r - f);
      double u = stream.nextPositiveDouble();
      if (c * (2 - c) > u || Math.log(c / u) + 1 >= c) {
        double angle = Math.acos(Math.max(-1, Math.min(1, f)));
        return stream.nextLong() < 0 ? -angle : angle;
      }
    }
  }

  @Override
  public boolean isReparameterised() {
    return false;
  }

  @Override
  public void check() {
    Parameters.finite("loc", loc);
    Parameters.positive("concentration", concentration);
  }
}
