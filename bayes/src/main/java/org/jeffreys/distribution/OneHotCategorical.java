package org.jeffreys.distribution;

import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * One of K classes, as a vector that is 1 for the class and 0 for the others.
 *
 * <pre>{@code
 * log p(x) = Σ_k x_k log probs_k      probs = softmax(logits)
 * }</pre>
 *
 * @param logits up to a constant, @shape [batch…, K]
 */
public record OneHotCategorical(Tensor logits) implements Enumerable {
  /** Checks the shape. */
  public OneHotCategorical {
    Events.last("logits", Shape.of(logits.shape()));
  }

  /** With probabilities, greater than 0, that need not sum to 1. */
  public static OneHotCategorical ofProbs(Tensor probs) {
    return new OneHotCategorical(probs.log());
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
    Support counts = Multinomial.counts(1);
    return new Support("a 1 among zeros", 1, counts.membership(), null);
  }

  @Override
  public Tensor values() {
    return Tensor.eye(logits.dtype(), logits.size(-1));
  }

  @Override
  public Tensor logProb(Tensor value) {
    return Events.density(
        support().contains(value),
        value,
        Tensor.zeros(value.dtype(), value.size(-1)),
        x -> logits.logSoftmax(-1).mul(x).sum(-1));
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    Tensor probs = Gradients.stop(logits).softmax(-1);
    Tensor classes = Tensor.range(logits.size(-1));
    Tensor index = Choice.index(rng, probs, shape).unsqueeze(-1);
    DType dtype = logits.dtype();
    return index.expand(Events.append(shape, logits.size(-1))).eq(classes).to(dtype);
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
