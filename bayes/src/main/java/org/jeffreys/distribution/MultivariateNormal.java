package org.jeffreys.distribution;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * The multivariate normal distribution, by the Cholesky factor L of its covariance matrix.
 *
 * <pre>{@code
 * log p(x) = -|L⁻¹ (x - loc)|² / 2 - log |L| - n log(2π) / 2
 * }</pre>
 *
 * @param loc μ, @shape [batch…, n]
 * @param factor L, lower triangular with a positive diagonal, @shape [batch…, n, n]
 */
public record MultivariateNormal(Tensor loc, Tensor factor) implements Distribution {
  private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

  /** Checks the shapes. */
  public MultivariateNormal {
    requireShapes(loc, factor);
  }

  static void requireShapes(Tensor loc, Tensor factor) {
    int size = Events.order("factor", Shape.of(factor.shape()));
    Check.require(
        loc.rank() > 0 && loc.size(-1) == size, "loc", "vectors [..., " + size + "]", loc);
  }

  /**
   * By the covariance matrix.
   *
   * @throws org.jeffreys.core.NumericalException if it is not positive definite
   */
  public static MultivariateNormal ofCovariance(Tensor loc, Tensor covariance) {
    return new MultivariateNormal(loc, Linalg.cholesky(covariance));
  }

  /**
   * By the inverse of the covariance matrix.
   *
   * @throws org.jeffreys.core.NumericalException if it is not positive definite
   */
  public static MultivariateNormal ofPrecision(Tensor loc, Tensor precision) {
    // With J the reversal of rows, J P J = R Rᵀ gives P⁻¹ = L Lᵀ, L = (J Rᵀ J)⁻¹ lower triangular.
    Tensor reversed = Linalg.cholesky(reversed(precision));
    Tensor inverse = reversed(reversed.transpose(-1, -2));
    Tensor eye = Tensor.eye(precision.dtype(), precision.size(-1));
    return new MultivariateNormal(loc, Linalg.solveTriangular(inverse, eye, false));
  }

  /** A matrix with its rows and its columns in reverse order. */
  private static Tensor reversed(Tensor matrix) {
    return Events.reversed(Events.reversed(matrix).transpose(-1, -2)).transpose(-1, -2);
  }

  @Override
  public Shape batchShape() {
    return Events.broadcast(Events.batch(loc, 1), Events.batch(factor, 2));
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
    TriangularFactor triangular = new TriangularFactor(factor);
    Tensor squares = triangular.squaredDistance(value.sub(loc));
    double constant = 0.5 * LOG_TWO_PI * loc.size(-1);
    return squares.mul(-0.5).sub(triangular.logDeterminant().add(constant));
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    DType dtype = loc.dtype();
    Tensor noise = rng.normal(dtype, Events.append(shape, loc.size(-1)));
    return new TriangularFactor(factor).multiply(noise).add(loc);
  }

  @Override
  public boolean isReparameterised() {
    return true;
  }

  @Override
  public void check() {
    Parameters.finite("loc", loc);
    new TriangularFactor(factor).check("factor");
  }
}
