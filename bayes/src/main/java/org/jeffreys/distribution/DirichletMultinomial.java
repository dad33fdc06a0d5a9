package org.jeffreys.distribution;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * Counts of a multinomial distribution whose probabilities have a Dirichlet one.
 *
 * <pre>{@code
 * log p(x) = log(n B(Σ_k α_k, n)) - Σ_k [x_k > 0] log(x_k B(α_k, x_k))
 * }</pre>
 *
 * @param concentration α, greater than 0, @shape [batch…, K]
 * @param totalCount the number of trials n
 */
public record DirichletMultinomial(Tensor concentration, long totalCount) implements Distribution {
  /** Checks the shape and the number. */
  public DirichletMultinomial {
    Events.last("concentration", Shape.of(concentration.shape()));
    Check.atLeast(totalCount, 0, "totalCount");
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
    return Multinomial.counts(totalCount);
  }

  @Override
  public Tensor logProb(Tensor value) {
    return Events.density(
        support().contains(value),
        value,
        Tensor.zeros(value.dtype(), value.size(-1)),
        x -> {
          Tensor total = concentration.sum(-1);
          Tensor trials = Tensor.full(value.dtype(), (double) totalCount);
          return logTerm(total, trials).sub(logTerm(concentration, x).sum(-1));
        });
  }

  /** log(x B(α, x)), 0 for x = 0. */
  private static Tensor logTerm(Tensor concentration, Tensor x) {
    Tensor chosen = x.gt(0);
    Tensor count = chosen.where(x, Tensor.ones(x.dtype()));
    Tensor term = count.log().add(LogFunctions.beta(concentration, count));
    return chosen.where(term, Tensor.zeros(x.dtype()));
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    Tensor logProbs = Dirichlet.logSample(rng, Gradients.stop(concentration), shape);
    return Choice.counts(rng, logProbs.exp(), shape, totalCount).to(concentration.dtype());
  }

  @Override
  public boolean isReparameterised() {
    return false;
  }

  @Override
  public void check() {
    Parameters.positive("concentration", concentration);
  }
}
