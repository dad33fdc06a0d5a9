package org.jeffreys.distribution;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * The Dirichlet distribution of shares of a whole.
 *
 * <pre>{@code
 * log p(x) = log Γ(Σ_k α_k) - Σ_k log Γ(α_k) + Σ_k (α_k - 1) log x_k
 * }</pre>
 *
 * <p>The density is over K - 1 of the shares. Draws are gamma ones divided by their sum, in
 * logarithms: for small α most shares are very small, yet neither negative nor NaN.
 *
 * @param concentration α, greater than 0, @shape [batch…, K]
 */
public record Dirichlet(Tensor concentration) implements Distribution {
  /** Checks the shape. */
  public Dirichlet {
    int size = Events.last("concentration", Shape.of(concentration.shape()));
    Check.require(size > 0, "concentration", "at least one share", concentration);
  }

  /** With numbers for the concentrations, in float64. */
  public static Dirichlet of(double... concentration) {
    return new Dirichlet(Tensor.of(concentration, concentration.length));
  }

  @Override
  public Shape batchShape() {
    return Events.batch(concentration, 1);
  }

  @Override
  public Shape eventShape() {
    return Shape.of(concentration.size(-1));
  }

  @Override
  public Support support() {
    return Supports.SIMPLEX;
  }

  @Override
  public Tensor logProb(Tensor value) {
    long size = concentration.size(-1);
    return Events.density(
        StickBreakingBijector.contains(value),
        value,
        Tensor.full(value.dtype(), 1.0 / size, size),
        this::logProbInside);
  }

  @Override
  public Tensor logProbInside(Tensor x) {
    return Special.xlogy(concentration.sub(1), x).sum(-1).sub(logBeta(concentration));
  }

  /** Σ log Γ(α) - log Γ(Σ α). */
  static Tensor logBeta(Tensor concentration) {
    Tensor total = Special.logGamma(concentration.sum(-1));
    return Special.logGamma(concentration).sum(-1).sub(total);
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    return Domain.positiveExp(logSample(rng, concentration, shape));
  }

  /** The logarithms of draws. */
  static Tensor logSample(Rng rng, Tensor concentration, Shape shape) {
    Shape all = Shape.of(Events.append(shape, concentration.size(-1)));
    return GammaDraws.log(rng, concentration, all).logSoftmax(-1);
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
