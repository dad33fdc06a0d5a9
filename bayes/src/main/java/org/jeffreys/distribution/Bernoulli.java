package org.jeffreys.distribution;

import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * The Bernoulli distribution: of 1 or 0.
 *
 * <pre>{@code
 * log p(1) = log σ(logits)      log p(0) = log σ(-logits)
 * }</pre>
 *
 * @param logits log(p / (1 - p))
 */
public record Bernoulli(Tensor logits) implements Enumerable {
  /** With the probability of 1, in float64. */
  public static Bernoulli of(double probs) {
    return ofProbs(Parameters.number(probs));
  }

  /**
   * With the probability of 1.
   *
   * @param probs in [0, 1]
   */
  public static Bernoulli ofProbs(Tensor probs) {
    return new Bernoulli(probs.log().sub(Special.log1p(probs.neg())));
  }

  @Override
  public Shape batchShape() {
    return Parameters.broadcast(logits);
  }

  @Override
  public Support support() {
    return Supports.BOOLEAN;
  }

  @Override
  public Tensor logProb(Tensor value) {
    return Domain.density(
        support().contains(value), value, 0, x -> Special.logSigmoid(x.mul(2).sub(1).mul(logits)));
  }

  @Override
  public Tensor values() {
    return Tensor.range(2).to(logits.dtype());
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    Tensor unit = rng.uniform(DType.FLOAT64, shape.toArray());
    Tensor probs = Gradients.stop(logits).to(DType.FLOAT64).sigmoid();
    return unit.sub(probs).lt(0).to(logits.dtype());
  }

  @Override
  public boolean isReparameterised() {
    return false;
  }

  @Override
  public void check() {
    Parameters.require("logits", "numbers", logits.eq(logits), logits);
  }
}
