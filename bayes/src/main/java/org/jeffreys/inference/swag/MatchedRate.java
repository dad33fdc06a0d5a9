package org.jeffreys.inference.swag;

import org.jeffreys.core.Check;
import org.jeffreys.data.Batches;
import org.jeffreys.optim.Sgd;
import org.jeffreys.target.StochasticLogDensity;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * The constant rate at which SGD loses as much of the likelihood around a maximum as the posterior
 * does.
 *
 * <pre>{@code
 * η* = 2 (1 - β) γ / (n E|ĝ|²)      ĝ = ∇ log p̂(θ | D) / n, β the momentum
 * }</pre>
 *
 * <p>γ is the {@linkplain EffectiveDimension effective dimension}. The posterior lies γ / 2 below
 * the maximum of the log likelihood, SGD of batches of S n tr(A Σ) / 2, with A the curvature per
 * datum and Σ = η / (2 S (1 - β)) I where the covariance BBᵀ of gradients is near A, as it is under
 * a likelihood that fits. Where the data determine all d parameters, γ = d, and it is the rate of
 * least divergence from the posterior that the source gives; networks have more. At a maximum the
 * gradient of a batch is all noise, so that its mean square is tr BBᵀ / S. Small batches have small
 * rates, which are stable.
 *
 * <p>Where a network fits its data closely, that noise is small at the maximum and grows away from
 * it. So the mean square is taken along a path of SGD at the rate that it gives, which falls as the
 * path widens.
 *
 * @param batches those of SGD
 * @param momentum β in [0, 1)
 * @param relativeRate the rate that SGD will have, in units of η*
 * @param numSteps of the path, at least 2; half of them are warm-up
 * @source Mandt, Hoffman and Blei (2017), Stochastic gradient descent as approximate Bayesian
 *     inference, JMLR 18(134), sections 4.1 and 4.4
 */
public record MatchedRate(Batches batches, double momentum, double relativeRate, int numSteps) {
  /** The steps of the path that the mean square remembers. */
  private static final double MEMORY = 50;

  /** Checks the settings. */
  public MatchedRate {
    Check.require(momentum >= 0 && momentum < 1, "momentum", "a value in [0, 1)", momentum);
    Check.positive(relativeRate, "relativeRate");
    Check.atLeast(numSteps, 2, "numSteps");
  }

  /**
   * The rates of chains.
   *
   * @param maxima @shape [chains, dimension]
   * @param rng one stream a chain
   * @return @shape [chains, 1]
   */
  public Tensor at(Tensor maxima, StochasticLogDensity target, Rng rng) {
    Tensor perMeanSquare =
        EffectiveDimension.at(maxima, target, batches, rng)
            .mulInPlace(2 * (1 - momentum) / target.data().size());
    Sgd sgd = new Sgd(momentum);
    Tensor position = maxima.copy();
    var carried = sgd.init(position);
    Tensor recent = Tensor.zeros(maxima.dtype(), maxima.size(0), 1);
    Tensor settled = Tensor.zeros(maxima.dtype(), maxima.size(0), 1);
    int numWarmup = numSteps / 2;
    for (int i = 0; i < numSteps; i++) {
      try (Scope scope = Scope.open()) {
        Tensor gradient = gradient(target, position, i, rng);
        Tensor squares = gradient.square().sumKeep(1);
        double weight = 1 / Math.min(i + 1, MEMORY);
        recent.mulInPlace(1 - weight).addInPlace(squares, weight);
        if (i >= numWarmup) {
          settled.addInPlace(squares, 1.0 / (numSteps - numWarmup));
        }
        if (i >= MEMORY) {
          sgd.step(position, gradient.mul(perMeanSquare.div(recent)), carried, relativeRate, i);
        }
      }
    }
    return perMeanSquare.div(settled);
  }

  private Tensor gradient(StochasticLogDensity target, Tensor position, int step, Rng rng) {
    Tensor gradient =
        target.estimateGradient(position, batches.draw(target.data(), step, rng), rng);
    return gradient.mulInPlace(-1.0 / target.data().size());
  }
}
