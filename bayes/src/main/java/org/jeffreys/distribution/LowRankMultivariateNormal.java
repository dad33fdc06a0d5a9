package org.jeffreys.distribution;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * The multivariate normal distribution with covariance {@code W Wᵀ + diag(d)}: memory and time
 * linear in its dimension n.
 *
 * <pre>{@code
 * C = I + Wᵀ diag(d)⁻¹ W
 * log p(x) = -(|δ / √d|² - |C^(-1/2) Wᵀ (δ / d)|² + log |C| + Σ log d + n log(2π)) / 2
 * }</pre>
 *
 * with {@code δ = x - loc}.
 *
 * @param loc μ, @shape [batch…, n]
 * @param factor W, @shape [batch…, n, rank]
 * @param diagonal d, variances greater than 0, @shape [batch…, n]
 */
public record LowRankMultivariateNormal(Tensor loc, Tensor factor, Tensor diagonal)
    implements Distribution {
  private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

  /** Checks the shapes. */
  public LowRankMultivariateNormal {
    int size = Events.last("loc", Shape.of(loc.shape()));
    Check.require(
        factor.rank() >= 2 && factor.size(-2) == size,
        "factor",
        "matrices [..., " + size + ", rank]",
        factor);
    Check.require(
        diagonal.rank() > 0 && diagonal.size(-1) == size,
        "diagonal",
        "vectors [..., " + size + "]",
        diagonal);
  }

  @Override
  public Shape batchShape() {
    return Events.broadcast(
        Events.batch(loc, 1), Events.batch(factor, 2), Events.batch(diagonal, 1));
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
    Tensor difference = value.sub(loc);
    Tensor scaled = difference.div(diagonal);
    Tensor eye = Tensor.eye(factor.dtype(), factor.size(-1));
    Tensor weighted = factor.div(diagonal.unsqueeze(-1));
    Tensor capacitance = factor.transpose(-1, -2).matmul(weighted).add(eye);
    TriangularFactor root = new TriangularFactor(Linalg.cholesky(capacitance));
    Tensor explained = root.squaredDistance(Events.times(scaled, factor));
    Tensor squares = difference.mul(scaled).sum(-1).sub(explained);
    Tensor logDeterminant = root.logDeterminant().mul(2).add(diagonal.log().sum(-1));
    return squares.add(logDeterminant.add(LOG_TWO_PI * loc.size(-1))).mul(-0.5);
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    DType dtype = loc.dtype();
    Tensor common = rng.normal(dtype, Events.append(shape, factor.size(-1)));
    Tensor own = rng.normal(dtype, Events.append(shape, loc.size(-1)));
    Tensor along = Events.times(common, factor.transpose(-1, -2));
    return own.mul(diagonal.sqrt()).add(along).add(loc);
  }

  @Override
  public boolean isReparameterised() {
    return true;
  }

  @Override
  public void check() {
    Parameters.finite("loc", loc);
    Parameters.finite("factor", factor);
    Parameters.positive("diagonal", diagonal);
  }
}
