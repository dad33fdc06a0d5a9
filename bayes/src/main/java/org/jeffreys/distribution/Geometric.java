package org.jeffreys.distribution;

import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * The geometric distribution: of the number of failures before the first success.
 *
 * <pre>{@code
 * log p(k) = k log(1 - probs) + log probs      k = 0, 1, 2, …
 * }</pre>
 *
 * @param probs of a success, in (0, 1)
 */
public record Geometric(Tensor probs) implements Distribution {
  /** With numbers for parameters, in float64. */
  public static Geometric of(double probs) {
    return new Geometric(Parameters.number(probs));
  }

  @Override
  public Shape batchShape() {
    return Parameters.broadcast(probs);
  }

  @Override
  public Support support() {
    return Supports.COUNT;
  }

  @Override
  public Tensor logProb(Tensor value) {
    return Domain.density(
        Domain.count(value), value, 0, k -> k.mul(Special.log1p(probs.neg())).add(probs.log()));
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    Tensor failure = Special.log1p(probs.neg());
    return Special.floor(
        Noise.exponential(rng, probs.dtype(), shape).neg().div(Gradients.stop(failure)));
  }

  @Override
  public boolean isReparameterised() {
    return false;
  }

  @Override
  public void check() {
    Parameters.openUnit("probs", probs);
  }
}
