package org.jeffreys.distribution;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * The Cholesky factor L of a correlation matrix with the distribution of Lewandowski, Kurowicka and
 * Joe, whose density is proportional to {@code |L Lᵀ|^(η - 1)}.
 *
 * <pre>{@code
 * log p(L) = Σ_{i=2}^K (K - i + 2 (η - 1)) log L_ii - log c
 * log c    = K (K - 1) / 4 log π + Σ_{k=1}^{K-1} log Γ(η + (K - 1 - k) / 2)
 *            - (K - 1) log Γ(η + (K - 1) / 2)
 * }</pre>
 *
 * <p>The density is over the elements below the diagonal. Draws are rows of an onion: i - 1 normal
 * numbers and the root of twice a {@code Gamma(η + (K - i) / 2)} one, divided by their length.
 *
 * @param concentration η, greater than 0; 1 is uniform over correlation matrices
 * @param size K, the order of the matrix, at least 1
 * @source Lewandowski, Kurowicka and Joe (2009), J. Multivariate Analysis 100, section 3.2
 */
public record LkjCholesky(Tensor concentration, int size) implements Distribution {
  /** Checks the order. */
  public LkjCholesky {
    Check.atLeast(size, 1, "size");
  }

  /** With a number for the concentration, in float64. */
  public static LkjCholesky of(double concentration, int size) {
    return new LkjCholesky(Parameters.number(concentration), size);
  }

  @Override
  public Shape batchShape() {
    return Parameters.broadcast(concentration);
  }

  @Override
  public Shape eventShape() {
    return Shape.of(size, size);
  }

  @Override
  public Support support() {
    return Supports.CORRELATION_CHOLESKY;
  }

  @Override
  public Tensor logProb(Tensor value) {
    return Events.density(
        CorrelationCholeskyBijector.contains(value),
        value,
        Tensor.eye(value.dtype(), size),
        this::logProbInside);
  }

  @Override
  public Tensor logProbInside(Tensor factor) {
    // The first element of the diagonal is 1, whatever its logarithm is multiplied by.
    Tensor powers = concentration.unsqueeze(-1).mul(2).add(falling(size, 1, -2));
    return Linalg.diagonal(factor).log().mul(powers).sum(-1).sub(logNormaliser());
  }

  private Tensor logNormaliser() {
    int others = size - 1;
    Tensor shapes = concentration.unsqueeze(-1).add(falling(others, 0.5, 0));
    Tensor whole = Special.logGamma(concentration.add(0.5 * others)).mul(others);
    double constant = 0.25 * size * others * Math.log(Math.PI);
    return Special.logGamma(shapes).sum(-1).sub(whole).add(constant);
  }

  /** {@code start + step * (count - 1, …, 0)}. */
  private Tensor falling(int count, double step, double start) {
    DType dtype = concentration.dtype();
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = start + step * (count - 1 - i);
    }
    return Tensor.of(dtype, numbers, count);
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    Triangle triangle = new Triangle(size, false);
    long[] numbers = Events.append(shape, triangle.count());
    Tensor normal = triangle.matrix(rng.normal(concentration.dtype(), numbers));
    Tensor shapes = concentration.unsqueeze(-1).add(falling(size, 0.5, 0));
    Shape rows = Shape.of(Events.append(shape, size));
    Tensor squares = GammaDraws.log(rng, shapes, rows).exp().mul(2);
    Tensor length = Special.reciprocalSqrt(normal.square().sum(-1).add(squares));
    Tensor diagonal = Linalg.diagonalMatrix(squares.sqrt());
    return normal.add(diagonal).mul(length.unsqueeze(-1));
  }

  @Override
  public boolean isReparameterised() {
    return true;
  }

  @Override
  public void check() {
    Parameters.positive("concentration", concentration);
  }
}
