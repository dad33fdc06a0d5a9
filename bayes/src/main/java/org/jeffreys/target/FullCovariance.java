package org.jeffreys.target;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;

/**
 * All normal distributions, by the Cholesky factor of the covariance.
 *
 * <pre>{@code
 * θ = μ + σ ∘ (ε + N ε / √d)      N strictly lower triangular, d the dimension
 * }</pre>
 *
 * <p>The factor's rows are in units of σ, and N is divided by √d: else a step of an optimiser,
 * which moves every element of a row about as far, would change long rows by more than short ones.
 *
 * @source Titsias and Lázaro-Gredilla (2014), ICML, section 3; the scaling is ours
 */
public record FullCovariance() implements Guide {
  /** Without the diagonal, and so without the first row and the last column. */
  @Override
  public int numCorrelations(int dimension) {
    return Math.multiplyExact(dimension - 1, dimension - 1);
  }

  @Override
  public int numNoise(int dimension) {
    return dimension;
  }

  @Override
  public Tensor startCorrelations(Tensor location, Rng rng) {
    int dimension = Math.toIntExact(location.size(1));
    return Tensor.zeros(location.dtype(), location.size(0), numCorrelations(dimension));
  }

  @Override
  public Correlation correlation(Tensor correlations, int dimension) {
    Check.atLeast(dimension, 2, "dimension");
    int side = dimension - 1;
    return new Triangular(correlations.reshape(-1, side, side), dimension);
  }

  /**
   * The rows of N but for the first, and its columns but for the last.
   *
   * @param rows lower triangular: zero above the diagonal from the start, and so ever after, since
   *     gradients are
   */
  private record Triangular(Tensor rows, int dimension) implements Correlation {
    private Tensor later(Tensor axisLast) {
      return axisLast.narrow(-1, 1, dimension - 1L);
    }

    private Tensor earlier(Tensor axisLast) {
      return axisLast.narrow(-1, 0, dimension - 1L);
    }

    @Override
    public Tensor correlate(Tensor noise) {
      Tensor standard = noise.copy();
      Tensor product = Linalg.batchedProduct(earlier(noise), rows.transpose(1, 2));
      later(standard).addInPlace(product, 1 / Math.sqrt(dimension));
      return standard;
    }

    @Override
    public void gradientInto(Tensor noise, Tensor delta, Tensor out) {
      Tensor product = Linalg.batchedProduct(later(delta).transpose(1, 2), earlier(noise));
      Tensor scaled = Linalg.lowerTriangle(product.mulInPlace(1 / Math.sqrt(dimension)));
      out.copyFrom(scaled.reshape(out.shape()));
    }

    @Override
    public Tensor variance() {
      Tensor variance = Tensor.zeros(rows.dtype(), rows.size(0), dimension);
      later(variance).copyFrom(rows.square().sum(2).mulInPlace(1.0 / dimension));
      return variance;
    }

    @Override
    public Tensor squaredNorm(Tensor noise, Tensor standard) {
      return noise.square().sum(2);
    }

    /** The factor's transpose takes the result to the noise. */
    @Override
    public Tensor whitened(Tensor noise, Tensor standard) {
      Tensor factor =
          Tensor.eye(rows.dtype(), dimension).expand(rows.size(0), dimension, dimension);
      Tensor whole = factor.copy();
      earlier(whole.narrow(1, 1, dimension - 1L)).addInPlace(rows, 1 / Math.sqrt(dimension));
      Tensor solved = Linalg.solveTriangular(whole.transpose(1, 2), noise.transpose(1, 2), true);
      return solved.transpose(1, 2);
    }

    /** The factor's diagonal is 1. */
    @Override
    public Tensor logVolume() {
      return Tensor.zeros(rows.dtype(), rows.size(0));
    }

    @Override
    public void addGradient(Tensor weight, double factor, Tensor sum) {
      Tensor each = later(weight).unsqueeze(2);
      sum.reshape(rows.shape()).addProductInPlace(rows, each, 1.0 / dimension);
    }
  }
}
