package org.jeffreys.inference.swag;

import java.util.ArrayList;
import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.data.Batches;
import org.jeffreys.inference.Budget;
import org.jeffreys.inference.ChainRunner;
import org.jeffreys.inference.Draws;
import org.jeffreys.inference.InferenceMethod;
import org.jeffreys.inference.Kernel;
import org.jeffreys.inference.MapEstimate;
import org.jeffreys.inference.Posterior;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.Sampled;
import org.jeffreys.inference.SampledPosterior;
import org.jeffreys.inference.SamplingLoop;
import org.jeffreys.optim.Schedule;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * SWAG: a normal distribution fitted to where SGD at a constant rate goes, after a climb to a
 * maximum of the posterior; and multi-SWAG, a mixture of several, each around a maximum of its own.
 *
 * <pre>{@code
 * q(θ) = N(m, ½ diag(s / t) + D Dᵀ / (2 (K - 1)))      the moments of StochasticWeightAveraging
 * }</pre>
 *
 * <p>What it is near to is the stationary distribution of SGD, not the posterior. SGD climbs the
 * density of the whole posterior, so the prior is the weight decay, and its mean is the maximum.
 * Its spread is the noise of batches: η S⁻¹ BBᵀ = Σ A + A Σ, A the curvature and BBᵀ the covariance
 * of gradients per datum. The {@linkplain MatchedRate matched rate} makes that as wide as the
 * posterior in what the network says of its data, where BBᵀ is near A. Even then steep directions
 * are too wide and flat ones too narrow: the spread is alike in all that the path has mixed over,
 * and nearly nothing in those it has not. So epistemic uncertainty away from the data, which is in
 * the flat directions, comes out too small; it is no method for where that matters. A batch of all
 * data has no noise, and then there is no spread at all.
 *
 * @source Maddox et al. (2019), A simple baseline for Bayesian uncertainty in deep learning,
 *     NeurIPS, algorithm 1; Wilson and Izmailov (2020), Bayesian deep learning and a probabilistic
 *     perspective of generalization, NeurIPS, section 3, for several
 */
public final class Swag implements InferenceMethod {
  private static final int STANDARD_CHAINS = 5;
  private static final int STANDARD_DRAWS = 100;
  private static final int STANDARD_POSITIONS = 100;
  private static final int STANDARD_RANK = 20;
  private static final double STANDARD_MOMENTUM = 0.9;

  private static final double STANDARD_RATE = 1;

  private static final int SMALL_BATCH = 16;
  private static final int STEPS_FOR_RATE = 1000;

  private final Config config;

  /**
   * Settings.
   *
   * @param numChains the normal distributions, each around a maximum of its own, at least 1
   * @param numDraws of each, at least 1
   * @param climb to the maxima
   * @param averaging at the constant rate
   * @param path the batch size and the number of steps of SGD; batches are drawn with replacement,
   *     since the noise of shuffled ones cancels over an epoch
   * @param relativeRate the rate of SGD, in units of the {@link MatchedRate}
   */
  public record Config(
      int numChains,
      int numDraws,
      MapEstimate.Config climb,
      StochasticWeightAveraging.Config averaging,
      Budget path,
      double relativeRate) {
    /** Checks the settings. */
    public Config {
      Check.atLeast(numChains, 1, "numChains");
      Check.atLeast(numDraws, 1, "numDraws");
      Check.atLeast(path.numSteps(), averaging.every() * averaging.rank(), "numSteps");
      Check.positive(relativeRate, "relativeRate");
    }
  }

  /** The method. */
  public Swag(Config config) {
    this.config = config;
  }

  /** One normal distribution, with settings that suit a target. */
  public static Swag standard(SupervisedTarget target, double effort) {
    return standard(target, effort, 1, STANDARD_DRAWS);
  }

  /** Five normal distributions, with settings that suit a target. */
  public static Swag multiple(SupervisedTarget target, double effort) {
    return standard(target, effort, STANDARD_CHAINS, STANDARD_DRAWS / STANDARD_CHAINS);
  }

  private static Swag standard(
      SupervisedTarget target, double effort, int numChains, int numDraws) {
    MapEstimate.Config climb = MapEstimate.Config.standard(target, effort);
    long numSteps = climb.budget().numSteps();
    long every = Math.max(1, numSteps / STANDARD_POSITIONS);
    int rank = (int) Math.min(STANDARD_RANK, numSteps / every);
    return new Swag(
        new Config(
            numChains,
            numDraws,
            climb,
            new StochasticWeightAveraging.Config(STANDARD_MOMENTUM, every, rank),
            new Budget((int) Math.min(SMALL_BATCH, target.data().size()), numSteps),
            STANDARD_RATE));
  }

  /** The settings. */
  public Config config() {
    return config;
  }

  @Override
  public String name() {
    return config.numChains() == 1 ? "swag" : "multi-swag";
  }

  @Override
  public Posterior fit(SupervisedTarget target, Run run) {
    try (Sampled<MapEstimate.State> maxima = maxima(target, run)) {
      return from(maxima.draws().values(), target, run);
    }
  }

  /**
   * The method with given weights, such as a trained network's, in place of the climb; each of
   * several paths starts there.
   *
   * @param weights @shape [1, dimension of the network], or with the likelihood's parameters; of
   *     the target's type, the caller's
   * @throws IllegalArgumentException if the weights are of another shape
   */
  public Posterior fitAt(SupervisedTarget target, Tensor weights, Run run) {
    try (Scope scope = Scope.open()) {
      Tensor whole = target.model().completed(weights);
      return from(whole.expand(config.numChains(), target.dimension()).copy(), target, run);
    }
  }

  private Posterior from(Tensor starts, SupervisedTarget target, Run run) {
    Sampled<StochasticWeightAveraging.State> path =
        new ChainRunner("", loop(), config.numChains())
            .run(new FromMaxima(target, starts, run.seed()), run);
    path.draws().close();
    List<StochasticWeightAveraging.State> last = path.last();
    try {
      return new SampledPosterior(target, draws(last, run.seed()));
    } finally {
      last.forEach(state -> state.snapshot().tensors().values().forEach(Tensor::close));
    }
  }

  private Sampled<MapEstimate.State> maxima(SupervisedTarget target, Run run) {
    return config.climb().method(name(), config.numChains()).sample("map", target, run);
  }

  private SamplingLoop.Config loop() {
    long steps = config.path().numSteps();
    return new SamplingLoop.Config(
        steps, steps - 1, 1, new Schedule.Constant(config.relativeRate()));
  }

  private Draws draws(List<StochasticWeightAveraging.State> last, long seed) {
    try (Scope scope = Scope.open()) {
      List<Tensor> parts = new ArrayList<>();
      int first = 0;
      for (StochasticWeightAveraging.State state : last) {
        int count = (int) state.position().size(0);
        try (Rng rng = Rng.streams(seed, "draw", first, count)) {
          parts.add(state.moments().sample(config.numDraws(), rng));
        }
        first += count;
      }
      Tensor all = Tensor.cat(0, parts.toArray(Tensor[]::new));
      return new Draws(
          Scope.release(all.reshape(-1, all.size(2)).copy()), config.numChains(), null);
    }
  }

  /** SGD from the maxima. */
  private final class FromMaxima implements ChainRunner.Problem<StochasticWeightAveraging.State> {
    private final SupervisedTarget target;
    private final Tensor maxima;
    private final long seed;

    FromMaxima(SupervisedTarget target, Tensor maxima, long seed) {
      this.target = target;
      this.maxima = maxima;
      this.seed = seed;
    }

    @Override
    public SupervisedTarget target() {
      return target;
    }

    @Override
    public Kernel<StochasticWeightAveraging.State> kernel() {
      return kernel(0, config.numChains());
    }

    @Override
    public Kernel<StochasticWeightAveraging.State> kernel(int first, int count) {
      StochasticWeightAveraging.Config averaging = config.averaging();
      Batches batches = new Batches.Uniform(config.path().batchSize());
      try (Rng rng = Rng.streams(seed, "rate", first, count)) {
        Tensor rates =
            new MatchedRate(batches, averaging.momentum(), config.relativeRate(), STEPS_FOR_RATE)
                .at(maxima.narrow(0, first, count), target, rng);
        return new StochasticWeightAveraging(averaging, target, batches, rates);
      }
    }

    @Override
    public Tensor start(int first, int count, Rng rng) {
      return maxima.narrow(0, first, count).copy();
    }
  }
}
