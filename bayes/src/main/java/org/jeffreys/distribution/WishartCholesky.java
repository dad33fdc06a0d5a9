package org.jeffreys.distribution;

import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * The Cholesky factor L of a matrix with the Wishart distribution of mean {@code ν F Fᵀ}.
 *
 * <pre>{@code
 * log p(L) = K log 2 + Σ_{i=1}^K (ν - i) log L_ii - |F⁻¹ L|² / 2
 *            - ν K log(2) / 2 - ν log |F| - log Γ_K(ν / 2)
 * }</pre>
 *
 * <p>The density is over the lower triangle. Draws are Bartlett's: F times a triangle of normal
 * numbers with roots of {@code χ²_{ν-i+1}} on its diagonal.
 *
 * @param degreesOfFreedom ν, greater than K - 1, @shape [batch…]
 * @param factor F, lower triangular with a positive diagonal, @shape [batch…, K, K]
 */
public record WishartCholesky(Tensor degreesOfFreedom, Tensor factor) implements Distribution {
  /** Checks the shape. */
  public WishartCholesky {
    Events.order("factor", Shape.of(factor.shape()));
  }

  private int size() {
    return Math.toIntExact(factor.size(-1));
  }

  @Override
  public Shape batchShape() {
    return Events.broadcast(Shape.of(degreesOfFreedom.shape()), Events.batch(factor, 2));
  }

  @Override
  public Shape eventShape() {
    return Shape.of(size(), size());
  }

  @Override
  public Support support() {
    return Supports.LOWER_CHOLESKY;
  }

  @Override
  public Tensor logProb(Tensor value) {
    return Events.density(
        LowerCholeskyBijector.contains(value),
        value,
        Tensor.eye(value.dtype(), size()),
        this::logProbInside);
  }

  @Override
  public Tensor logProbInside(Tensor value) {
    int size = size();
    Tensor half = degreesOfFreedom.mul(0.5);
    Tensor powers = degreesOfFreedom.unsqueeze(-1).sub(1).sub(rows());
    Tensor ratio = Linalg.solveTriangular(factor, value, false);
    Tensor multigamma =
        Special.logGamma(half.unsqueeze(-1).sub(rows().mul(0.5)))
            .sum(-1)
            .add(0.25 * size * (size - 1) * Math.log(Math.PI));
    return powers
        .mul(Linalg.diagonal(value).log())
        .sum(-1)
        .sub(ratio.square().sum(-1, -2).mul(0.5))
        .sub(half.mul(size * Math.log(2)))
        .sub(new TriangularFactor(factor).logDeterminant().mul(degreesOfFreedom))
        .sub(multigamma)
        .add(size * Math.log(2));
  }

  private Tensor rows() {
    return Tensor.range(size()).to(factor.dtype());
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    DType dtype = factor.dtype();
    Triangle triangle = new Triangle(size(), false);
    long[] numbers = Events.append(shape, triangle.count());
    Tensor normal = triangle.matrix(rng.normal(dtype, numbers));
    Tensor halves = degreesOfFreedom.unsqueeze(-1).sub(rows()).mul(0.5);
    Tensor logs = GammaDraws.log(rng, halves, Shape.of(Events.append(shape, size())));
    Tensor roots = logs.add(Math.log(2)).mul(0.5).exp();
    return Linalg.lowerTriangle(factor).matmul(normal.add(Linalg.diagonalMatrix(roots)));
  }

  @Override
  public boolean isReparameterised() {
    return true;
  }

  @Override
  public void check() {
    Parameters.finite("degreesOfFreedom", degreesOfFreedom);
    int size = size();
    Parameters.require(
        "degreesOfFreedom",
        "values > " + (size - 1),
        degreesOfFreedom.gt(size - 1.0),
        degreesOfFreedom);
    new TriangularFactor(factor).check("factor");
  }
}
