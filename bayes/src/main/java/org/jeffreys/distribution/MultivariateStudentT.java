package org.jeffreys.distribution;

import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * The multivariate Student t distribution: a multivariate normal one divided by the root of an
 * independent {@code χ²_ν / ν}.
 *
 * <pre>{@code
 * log p(x) = log Γ((ν + n) / 2) - log Γ(ν / 2) - n log(ν π) / 2 - log |L|
 *            - (ν + n) log(1 + |L⁻¹ (x - loc)|² / ν) / 2
 * }</pre>
 *
 * @param degreesOfFreedom ν, greater than 0, @shape [batch…]
 * @param loc μ, @shape [batch…, n]
 * @param factor L, lower triangular with a positive diagonal, @shape [batch…, n, n]
 */
public record MultivariateStudentT(Tensor degreesOfFreedom, Tensor loc, Tensor factor)
    implements Distribution {
  /** Checks the shapes. */
  public MultivariateStudentT {
    MultivariateNormal.requireShapes(loc, factor);
  }

  @Override
  public Shape batchShape() {
    return Events.broadcast(
        Shape.of(degreesOfFreedom.shape()), Events.batch(loc, 1), Events.batch(factor, 2));
  }

  @Override
  public Shape eventShape() {
    return Shape.of(loc.size(-1));
  }

  @Override
  public Support support() {
    return Supports.REAL;
  }

  @Override
  public Tensor logProb(Tensor value) {
    long size = loc.size(-1);
    TriangularFactor triangular = new TriangularFactor(factor);
    Tensor squares = triangular.squaredDistance(value.sub(loc)).div(degreesOfFreedom);
    Tensor half = degreesOfFreedom.add((double) size).mul(0.5);
    Tensor constant =
        Special.logGamma(half)
            .sub(Special.logGamma(degreesOfFreedom.mul(0.5)))
            .sub(degreesOfFreedom.mul(Math.PI).log().mul(0.5 * size))
            .sub(triangular.logDeterminant());
    return constant.sub(half.mul(Special.log1p(squares)));
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    Tensor half = degreesOfFreedom.mul(0.5);
    Tensor logRatio = half.log().sub(GammaDraws.log(rng, half, shape)).mul(0.5);
    Tensor noise = rng.normal(loc.dtype(), Events.append(shape, loc.size(-1)));
    Tensor normal = new TriangularFactor(factor).multiply(noise);
    return normal.mul(logRatio.exp().unsqueeze(-1)).add(loc);
  }

  @Override
  public boolean isReparameterised() {
    return true;
  }

  @Override
  public void check() {
    Parameters.positive("degreesOfFreedom", degreesOfFreedom);
    Parameters.finite("loc", loc);
    new TriangularFactor(factor).check("factor");
  }
}
