package org.jeffreys.distribution;

import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * Student's t distribution.
 *
 * <pre>{@code
 * log p(x) = -(ν + 1)/2 log(1 + z²/ν) - log B(1/2, ν/2) - log(ν)/2 - log scale      z = (x - loc) / scale
 * }</pre>
 *
 * @param degreesOfFreedom ν, greater than 0
 * @param loc μ
 * @param scale greater than 0
 */
public record StudentT(Tensor degreesOfFreedom, Tensor loc, Tensor scale) implements LocationScale {
  /** With numbers for parameters, in float64. */
  public static StudentT of(double degreesOfFreedom, double loc, double scale) {
    return new StudentT(
        Parameters.number(degreesOfFreedom), Parameters.number(loc), Parameters.number(scale));
  }

  /** With numbers for the degrees of freedom and the scale. */
  public static StudentT of(double degreesOfFreedom, Tensor loc, double scale) {
    DType dtype = loc.dtype();
    return new StudentT(Tensor.full(dtype, degreesOfFreedom), loc, Tensor.full(dtype, scale));
  }

  @Override
  public Shape batchShape() {
    return Parameters.broadcast(degreesOfFreedom, loc, scale);
  }

  @Override
  public Support support() {
    return Supports.REAL;
  }

  @Override
  public Tensor logProb(Tensor value) {
    Tensor root = degreesOfFreedom.sqrt();
    Tensor inside = LogFunctions.onePlusSquare(value.sub(loc).div(scale).div(root));
    Tensor half = degreesOfFreedom.mul(0.5);
    Tensor norm =
        LogFunctions.beta(Tensor.full(half.dtype(), 0.5), half).add(root.log()).add(scale.log());
    return inside.mul(half.add(0.5)).add(norm).neg();
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    Tensor half = degreesOfFreedom.mul(0.5);
    Tensor logRatio = GammaDraws.log(rng, half, shape).sub(half.log());
    Tensor normal = rng.normal(loc.dtype(), shape.toArray());
    return normal.mul(logRatio.mul(-0.5).exp()).mul(scale).add(loc);
  }

  @Override
  public Distribution standard() {
    Tensor none = Tensor.zeros(loc.dtype(), batchShape().toArray());
    return new StudentT(degreesOfFreedom, none, Tensor.ones(loc.dtype()));
  }

  @Override
  public boolean isReparameterised() {
    return true;
  }

  @Override
  public void check() {
    Parameters.positive("degreesOfFreedom", degreesOfFreedom);
    Parameters.finite("loc", loc);
    Parameters.positive("scale", scale);
  }
}
