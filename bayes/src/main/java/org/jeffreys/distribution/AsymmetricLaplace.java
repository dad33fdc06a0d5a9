package org.jeffreys.distribution;

import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * The asymmetric Laplace distribution, whose sides fall off at different rates.
 *
 * <pre>{@code
 * log p(x) = -log scale - log(κ + 1/κ) - |z| κ^sign(z)      z = (x - loc) / scale
 * }</pre>
 *
 * @param loc μ
 * @param scale greater than 0
 * @param asymmetry κ, greater than 0; 1 is the Laplace distribution, more leans to the left
 * @source Kotz, Kozubowski and Podgórski (2001), The Laplace distribution and generalizations, 3.1
 */
public record AsymmetricLaplace(Tensor loc, Tensor scale, Tensor asymmetry)
    implements Distribution {
  /** With numbers for parameters, in float64. */
  public static AsymmetricLaplace of(double loc, double scale, double asymmetry) {
    return new AsymmetricLaplace(
        Parameters.number(loc), Parameters.number(scale), Parameters.number(asymmetry));
  }

  @Override
  public Shape batchShape() {
    return Parameters.broadcast(loc, scale, asymmetry);
  }

  @Override
  public Support support() {
    return Supports.REAL;
  }

  @Override
  public Tensor logProb(Tensor value) {
    Tensor standard = value.sub(loc).div(scale);
    Tensor inverse = Special.reciprocal(asymmetry);
    Tensor fall = standard.lt(0).where(standard.neg().mul(inverse), standard.mul(asymmetry));
    return fall.add(scale.log()).add(asymmetry.add(inverse).log()).neg();
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    Tensor right = Noise.exponential(rng, loc.dtype(), shape).div(asymmetry);
    Tensor left = Noise.exponential(rng, loc.dtype(), shape).mul(asymmetry);
    return right.sub(left).mul(scale).add(loc);
  }

  @Override
  public boolean isReparameterised() {
    return true;
  }

  @Override
  public void check() {
    Parameters.finite("loc", loc);
    Parameters.positive("scale", scale);
    Parameters.positive("asymmetry", asymmetry);
  }
}
