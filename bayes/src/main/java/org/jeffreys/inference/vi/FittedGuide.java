package org.jeffreys.inference.vi;

import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.inference.Draws;
import org.jeffreys.predict.Estimate;
import org.jeffreys.target.Approximation;
import org.jeffreys.target.Guide;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * An approximate posterior that was found: a guide at its parameters. Holds memory until closed.
 *
 * @param dimension the length of θ
 * @param parameters φ, @shape [1, number of parameters]
 */
public record FittedGuide(Guide guide, int dimension, Tensor parameters) implements AutoCloseable {
  /** The mean of each parameter of the network and then of the likelihood. */
  public Doubles location() {
    try (Scope scope = Scope.open()) {
      return Doubles.of(guide.at(parameters, dimension).location().toDoubles());
    }
  }

  /** The standard deviation of each. */
  public Doubles scale() {
    try (Scope scope = Scope.open()) {
      return Doubles.of(guide.at(parameters, dimension).scale().toDoubles());
    }
  }

  /**
   * Independent draws.
   *
   * @param seed the same one gives the same draws
   * @return the caller's, as chains of one sample each
   */
  public Draws draws(int numDraws, long seed) {
    try (Scope scope = Scope.open();
        Rng rng = Rng.of(seed, "guide")) {
      Tensor values = sample(guide.at(parameters, dimension), numDraws, rng).values();
      return new Draws(Scope.release(values.squeeze(0).copy()), numDraws, null);
    }
  }

  private Approximation.Sample sample(Approximation at, int numDraws, Rng rng) {
    return at.rsample(rng.normal(parameters.dtype(), 1, numDraws, guide.numNoise(dimension)));
  }

  /**
   * The evidence lower bound, {@code E_q [log p(D, θ) - log q(θ)]}, in nats: at most the log
   * evidence, whatever the guide. Where the guide is the posterior every draw gives the evidence.
   *
   * @param target what the guide was fitted to; all its data are taken
   * @param numDraws at least 2; they give the standard error
   */
  public Estimate elbo(SupervisedTarget target, int numDraws, long seed) {
    Check.atLeast(numDraws, 2, "numDraws");
    double[] each = new double[numDraws];
    try (Scope scope = Scope.open();
        Rng rng = Rng.of(seed, "elbo")) {
      Approximation at = guide.at(parameters, dimension);
      for (int i = 0; i < numDraws; i++) {
        try (Scope inner = Scope.open()) {
          Approximation.Sample sample = sample(at, 1, rng);
          double logJoint = target.logProb(sample.values().squeeze(0)).item();
          each[i] = logJoint - at.logProb(sample).item();
        }
      }
    }
    double mean = Doubles.of(each).mean();
    double squares = Doubles.of(each).map(x -> (x - mean) * (x - mean)).stream().sum();
    return new Estimate(mean, Math.sqrt(squares / (numDraws - 1.0) / numDraws));
  }

  @Override
  public void close() {
    parameters.close();
  }
}
