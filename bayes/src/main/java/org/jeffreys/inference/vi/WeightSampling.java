package org.jeffreys.inference.vi;

import org.jeffreys.data.Batch;
import org.jeffreys.target.Approximation;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;

/**
 * The gradient by draws of the weights, each for a whole batch.
 *
 * <pre>{@code
 * ∇φ E_q log p(D | θ) ≈ (1/S) Σₛ (∂θₛ/∂φ)ᵀ ∇θ log p̂(D | θₛ)      p̂ by the batch, scaled n/b
 * }</pre>
 *
 * @param numNoise the length of the noise of a draw
 * @param numSamples S, at least 1
 */
record WeightSampling(SupervisedTarget target, int numNoise, int numSamples)
    implements LikelihoodGradient {
  @Override
  public void estimateInto(
      Approximation guide, Batch batch, double factor, Tensor gradient, Rng rng) {
    long chains = guide.numChains();
    long dimension = guide.dimension();
    Tensor noise = rng.normal(target.dtype(), chains, numSamples, numNoise);
    Approximation.Sample sample = guide.rsample(noise);
    Tensor draws = sample.values().reshape(chains * numSamples, dimension);
    Tensor ofDraws = target.likelihoodGradient(draws, batch, factor / numSamples, rng);
    guide.pullBack(sample, ofDraws.reshape(chains, numSamples, dimension), gradient);
  }

  @Override
  public void close() {
    // the target is the caller's
  }
}
