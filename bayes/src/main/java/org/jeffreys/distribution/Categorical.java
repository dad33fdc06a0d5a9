package org.jeffreys.distribution;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * The categorical distribution: of the index of a class.
 *
 * <pre>{@code
 * log p(k) = logits[k] - log Σⱼ exp(logits[j])      k = 0, …, classes - 1
 * }</pre>
 *
 * @param logits of the classes, up to a constant; minus infinity is a probability of 0. @shape
 *     [batch…, classes]
 */
public record Categorical(Tensor logits) implements Enumerable {
  /** With numbers for the probabilities of the classes, in float64. */
  public static Categorical of(double... probs) {
    return ofProbs(Tensor.of(probs, probs.length));
  }

  /**
   * With the probabilities of the classes.
   *
   * @param probs 0 or greater, up to a factor. @shape [batch…, classes]
   */
  public static Categorical ofProbs(Tensor probs) {
    return new Categorical(probs.log());
  }

  /** Checks that there is an axis of classes. */
  public Categorical {
    Check.require(logits.rank() > 0, "logits", "shape [batch…, classes]", logits);
  }

  @Override
  public Shape batchShape() {
    return ClassIndices.batch(logits);
  }

  @Override
  public Support support() {
    return Supports.integers(0, logits.size(-1) - 1);
  }

  @Override
  public Tensor logProb(Tensor value) {
    return ClassIndices.pick(logits.logSoftmax(-1), value);
  }

  @Override
  public Tensor values() {
    return Tensor.range(logits.size(-1)).to(logits.dtype());
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    return ClassIndices.sample(rng, Gradients.stop(logits), shape);
  }

  @Override
  public boolean isReparameterised() {
    return false;
  }

  @Override
  public void check() {
    Parameters.require(
        "logits", "values below infinity", logits.lt(Double.POSITIVE_INFINITY), logits);
    Tensor best = logits.max(-1);
    Parameters.require("logits", "a finite value in each row", best.isFinite(), best);
  }
}
