package org.jeffreys.inference.laplace;

import org.jeffreys.core.Check;
import org.jeffreys.inference.Budget;
import org.jeffreys.inference.InferenceMethod;
import org.jeffreys.inference.Run;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Laplace approximations: the posterior as the normal distribution with the maximum θ* and the
 * curvature there, by generalised Gauss-Newton in float64.
 *
 * <pre>{@code
 * p(θ | D) ≈ N(θ*, Σ)      Σ⁻¹ = Σᵢ Jᵢᵀ Λᵢ Jᵢ + P      P the prior's precision
 * }</pre>
 *
 * <p>The prior's precision, and the noise of a Gaussian likelihood that learns it, may be chosen by
 * the evidence; θ* is then sought again, some rounds over. The parameters of other likelihoods are
 * held at their estimate. Random layers are at their mean.
 *
 * <p>A network of at most 1,500 parameters and data to match are a small problem: there the search
 * ends with steps of Gauss and Newton, and the hyperparameters are chosen by the evidence of the
 * whole curvature, whatever the structure of the posterior. Else the search is by Adam alone, and
 * the evidence is that of the structure.
 *
 * @source MacKay (1992), A practical Bayesian framework for backpropagation networks, Neural
 *     Computation; Daxberger et al. (2021), Laplace redux, arXiv:2106.14806; Immer et al. (2021),
 *     Scalable marginal likelihood estimation, arXiv:2104.04975
 */
public final class Laplace implements InferenceMethod {
  private final Config config;

  /**
   * Settings.
   *
   * @param structure of the curvature
   * @param tuning which hyperparameters are chosen by the evidence
   * @param numRounds how often θ* is sought again under the hyperparameters chosen, at least 0
   * @param numSteps of the first search for θ* by Adam; later ones make half as many, or at most
   *     five of Gauss and Newton
   * @param predictive how predictions are made
   * @param numDraws of functions or parameters, at least 1
   * @param subnetwork the number of parameters of a subnetwork, at least 1
   */
  public record Config(
      Structure structure,
      Tuning tuning,
      int numRounds,
      long numSteps,
      Predictive predictive,
      int numDraws,
      int subnetwork) {
    /** Checks the counts. */
    public Config {
      Check.atLeast(numRounds, 0, "numRounds");
      Check.atLeast(numSteps, 2L, "numSteps");
      Check.atLeast(numDraws, 1, "numDraws");
      Check.atLeast(subnetwork, 1, "subnetwork");
    }
  }

  /** A method with the given settings. */
  public Laplace(Config config) {
    this.config = config;
  }

  /** Settings that suit a target. */
  public static Laplace standard(Structure structure, SupervisedTarget target, double effort) {
    long steps = Math.max(2, Budget.of(target.data().size(), effort).numSteps());
    return new Laplace(
        new Config(structure, Tuning.SHARED, 5, steps, Predictive.LINEARISED, 100, 200));
  }

  /** The settings. */
  public Config config() {
    return config;
  }

  @Override
  public String name() {
    return config.structure().title();
  }

  @Override
  public LaplacePosterior fit(SupervisedTarget target, Run run) {
    return new LaplaceFit(config, target, run).fit();
  }

  /**
   * The approximation around given weights, such as a trained network's, which stay where they are:
   * rounds and steps of the settings play no part. It says how uncertain the weights are if they
   * are near a maximum.
   *
   * @param weights @shape [1, dimension of the network], or with the likelihood's parameters; of
   *     the target's type, the caller's
   * @param buffers running statistics, of the target's type, the caller's; null where the network
   *     has none, or for those of the target's data
   * @throws IllegalArgumentException as {@link #fit} does, and if the weights are of another shape
   */
  public LaplacePosterior fitAt(
      SupervisedTarget target, Tensor weights, @Nullable Tensor buffers, Run run) {
    return new LaplaceFit(config, target, run).fitAt(weights, buffers);
  }
}
