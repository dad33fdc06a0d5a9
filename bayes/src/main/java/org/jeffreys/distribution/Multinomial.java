package org.jeffreys.distribution;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * How often each of K things is chosen in independent trials.
 *
 * <pre>{@code
 * log p(x) = log n! - Σ_k log x_k! + Σ_k x_k log probs_k      probs = softmax(logits)
 * }</pre>
 *
 * @param logits up to a constant, @shape [batch…, K]
 * @param totalCount the number of trials n
 */
public record Multinomial(Tensor logits, long totalCount) implements Distribution {
  /** Checks the shape and the number. */
  public Multinomial {
    Events.last("logits", Shape.of(logits.shape()));
    Check.atLeast(totalCount, 0, "totalCount");
  }

  /** With probabilities, greater than 0, that need not sum to 1. */
  public static Multinomial ofProbs(Tensor probs, long totalCount) {
    return new Multinomial(probs.log(), totalCount);
  }

  @Override
  public Shape batchShape() {
    return Events.batch(logits, 1);
  }

  @Override
  public Shape eventShape() {
    return Shape.of(logits.size(-1));
  }

  @Override
  public Support support() {
    return counts(totalCount);
  }

  /** Counts that sum to a number. */
  static Support counts(long total) {
    return new Support("whole numbers >= 0 that sum to " + total, 1, x -> isCount(x, total), null);
  }

  private static Tensor isCount(Tensor x, long total) {
    Tensor value = Gradients.stop(x);
    Tensor whole = value.sub(Special.floor(value)).abs().sum(-1);
    Tensor sums = value.sum(-1).sub((double) total).abs();
    return Events.notNegative(value.min(-1)).and(Events.isZero(whole)).and(Events.isZero(sums));
  }

  @Override
  public Tensor logProb(Tensor value) {
    return Events.density(
        isCount(value, totalCount),
        value,
        Tensor.zeros(value.dtype(), value.size(-1)),
        x -> logCoefficient(x).add(logits.logSoftmax(-1).mul(x).sum(-1)));
  }

  /** log(n! / Π_k x_k!), with n the sum of x. */
  static Tensor logCoefficient(Tensor x) {
    Tensor all = Special.logGamma(x.sum(-1).add(1));
    return all.sub(Special.logGamma(x.add(1)).sum(-1));
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    Tensor probs = Gradients.stop(logits).softmax(-1);
    return Choice.counts(rng, probs, shape, totalCount).to(logits.dtype());
  }

  @Override
  public boolean isReparameterised() {
    return false;
  }

  @Override
  public void check() {
    Parameters.finite("logits", logits);
  }
}
