package org.jeffreys.distribution;

import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * The beta-binomial distribution: a binomial one whose probability is beta distributed.
 *
 * <pre>{@code
 * log p(k) = log (n over k) + log B(k + a, n - k + b) - log B(a, b)      k = 0, …, n
 * }</pre>
 *
 * @param numTrials n, a whole number, 0 or greater
 * @param concentration1 a, greater than 0
 * @param concentration0 b, greater than 0
 */
public record BetaBinomial(Tensor numTrials, Tensor concentration1, Tensor concentration0)
    implements Enumerable {
  /** With numbers for parameters, in float64. */
  public static BetaBinomial of(double numTrials, double concentration1, double concentration0) {
    return new BetaBinomial(
        Parameters.number(numTrials),
        Parameters.number(concentration1),
        Parameters.number(concentration0));
  }

  @Override
  public Shape batchShape() {
    return Parameters.broadcast(numTrials, concentration1, concentration0);
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
          Tensor failures = numTrials.sub(k).clampMin(0);
          Tensor with = LogFunctions.beta(k.add(concentration1), failures.add(concentration0));
          Tensor without = LogFunctions.beta(concentration1, concentration0);
          return LogFunctions.choose(numTrials, k).add(with).sub(without);
        });
  }

  @Override
  public Tensor values() {
    return CountDraws.upTo(numTrials);
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    Beta beta = new Beta(Gradients.stop(concentration1), Gradients.stop(concentration0));
    double[] probs = beta.sample(rng, shape).to(DType.FLOAT64).toDoubles();
    double[] trials = Noise.values(numTrials, shape);
    return Noise.onHeap(
        rng,
        concentration1.dtype(),
        shape,
        (stream, i) -> CountDraws.binomial(stream, trials[i], probs[i]));
  }

  @Override
  public boolean isReparameterised() {
    return false;
  }

  @Override
  public void check() {
    Parameters.count("numTrials", numTrials);
    Parameters.positive("concentration1", concentration1);
    Parameters.positive("concentration0", concentration0);
  }
}
