package org.jeffreys.distribution;

import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * The binomial distribution: of the number of successes.
 *
 * <pre>{@code
 * log p(k) = log (n over k) + k log σ(logits) + (n - k) log σ(-logits)      k = 0, …, n
 * }</pre>
 *
 * @param numTrials n, a whole number, 0 or greater
 * @param logits log(p / (1 - p)) of a success
 */
public record Binomial(Tensor numTrials, Tensor logits) implements Enumerable {
  /** With the probability of a success, in float64. */
  public static Binomial of(long numTrials, double probs) {
    return ofProbs(Parameters.number((double) numTrials), Parameters.number(probs));
  }

  /**
   * With the probability of a success.
   *
   * @param probs in (0, 1)
   */
  public static Binomial ofProbs(Tensor numTrials, Tensor probs) {
    return new Binomial(numTrials, probs.log().sub(Special.log1p(probs.neg())));
  }

  @Override
  public Shape batchShape() {
    return Parameters.broadcast(numTrials, logits);
  }

  @Override
  public Support support() {
    return Supports.upTo("numTrials", numTrials);
  }

  @Override
  public Tensor logProb(Tensor value) {
    return Domain.density(
        support().contains(value),
        value,
        0,
        k -> {
          Tensor successes = Special.logSigmoid(logits).mul(k);
          Tensor failures = Special.logSigmoid(logits.neg()).mul(numTrials.sub(k));
          return successes.add(failures).add(LogFunctions.choose(numTrials, k));
        });
  }

  @Override
  public Tensor values() {
    return CountDraws.upTo(numTrials);
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    double[] trials = Noise.values(numTrials, shape);
    double[] odds = Noise.values(logits, shape);
    return Noise.onHeap(
        rng,
        logits.dtype(),
        shape,
        (stream, i) -> CountDraws.binomial(stream, trials[i], 1 / (1 + Math.exp(-odds[i]))));
  }

  @Override
  public boolean isReparameterised() {
    return false;
  }

  @Override
  public void check() {
    Parameters.count("numTrials", numTrials);
    Parameters.finite("logits", logits);
  }
}
