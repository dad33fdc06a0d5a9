package org.jeffreys.target;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;

/**
 * Normal distributions whose covariance is a diagonal matrix and one of low rank.
 *
 * <pre>{@code
 * θ = μ + σ ∘ (ε + F η / √K)      F [d, K], η K standard normal numbers
 * log det = 2 Σ log σ + log det(I + FᵀF / K)
 * }</pre>
 *
 * @param rank K, at least 1
 * @source Ong, Nott and Smith (2018), J. Comput. Graph. Stat. 27(3), section 2; here F is in units
 *     of σ
 */
public record LowRank(int rank) implements Guide {
  /** The scale of F's random start: at 0 its gradient vanishes. */
  private static final double START = 0.1;

  /** Checks the rank. */
  public LowRank {
    Check.atLeast(rank, 1, "rank");
  }

  @Override
  public int numCorrelations(int dimension) {
    return Math.multiplyExact(dimension, rank);
  }

  @Override
  public int numNoise(int dimension) {
    return Math.addExact(dimension, rank);
  }

  @Override
  public Tensor startCorrelations(Tensor location, Rng rng) {
    int dimension = Math.toIntExact(location.size(1));
    return rng.normal(location.dtype(), location.size(0), numCorrelations(dimension))
        .mulInPlace(START);
  }

  @Override
  public Correlation correlation(Tensor correlations, int dimension) {
    return new Factors(correlations.reshape(-1, dimension, rank));
  }

  /** The matrices F. @shape [chains, dimension, rank] */
  private record Factors(Tensor values) implements Correlation {
    private long dimension() {
      return values.size(1);
    }

    private long rank() {
      return values.size(2);
    }

    private Tensor ofFactors(Tensor noise) {
      return noise.narrow(2, dimension(), rank());
    }

    @Override
    public Tensor correlate(Tensor noise) {
      Tensor product = Linalg.batchedProduct(ofFactors(noise), values.transpose(1, 2));
      return noise.narrow(2, 0, dimension()).add(product, 1 / Math.sqrt((double) rank()));
    }

    @Override
    public void gradientInto(Tensor noise, Tensor delta, Tensor out) {
      Tensor product = Linalg.batchedProduct(delta.transpose(1, 2), ofFactors(noise));
      out.copyFrom(product.reshape(out.shape())).mulInPlace(1 / Math.sqrt((double) rank()));
    }

    @Override
    public Tensor variance() {
      return values.square().sum(2).mulInPlace(1.0 / rank());
    }

    /** {@code zᵀz - zᵀF (I + FᵀF / K)⁻¹ Fᵀz / K}. @source Woodbury (1950) */
    @Override
    public Tensor squaredNorm(Tensor noise, Tensor standard) {
      Tensor projected = Linalg.batchedProduct(standard, values);
      Tensor solved = Linalg.batchedProduct(projected, Linalg.inverse(inner()));
      Tensor common = projected.mul(solved).sum(2);
      return standard.square().sum(2).add(common, -1.0 / rank());
    }

    /** {@code z - F (I + FᵀF / K)⁻¹ Fᵀz / K}. @source Woodbury (1950) */
    @Override
    public Tensor whitened(Tensor noise, Tensor standard) {
      Tensor projected = Linalg.batchedProduct(standard, values);
      Tensor solved = Linalg.batchedProduct(projected, Linalg.inverse(inner()));
      Tensor common = Linalg.batchedProduct(solved, values.transpose(1, 2));
      return standard.add(common, -1.0 / rank());
    }

    /** I + FᵀF / K. @shape [chains, rank, rank] */
    private Tensor inner() {
      Tensor product = Linalg.batchedProduct(values.transpose(1, 2), values);
      return Tensor.eye(values.dtype(), rank()).add(product, 1.0 / rank());
    }

    @Override
    public Tensor logVolume() {
      return Linalg.logDeterminantOfFactor(Linalg.cholesky(inner())).mul(0.5);
    }

    /** The derivative of log det(I + FᵀF / K) / 2 is F (I + FᵀF / K)⁻¹ / K. */
    @Override
    public void addGradient(Tensor weight, double factor, Tensor sum) {
      Tensor all = sum.reshape(values.shape());
      all.addProductInPlace(values, weight.unsqueeze(2), 1.0 / rank());
      all.addInPlace(Linalg.batchedProduct(values, Linalg.inverse(inner())), factor / rank());
    }
  }
}
