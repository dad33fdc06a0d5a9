package org.jeffreys.inference.vi;

import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.inference.Budget;
import org.jeffreys.inference.ChainRunner;
import org.jeffreys.inference.InferenceMethod;
import org.jeffreys.inference.Kernel;
import org.jeffreys.inference.Posterior;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.Sampled;
import org.jeffreys.inference.SampledPosterior;
import org.jeffreys.inference.SamplingLoop;
import org.jeffreys.optim.Adam;
import org.jeffreys.optim.Schedule;
import org.jeffreys.target.CentredPrior;
import org.jeffreys.target.FullCovariance;
import org.jeffreys.target.Guide;
import org.jeffreys.target.Initializer;
import org.jeffreys.target.LowRank;
import org.jeffreys.target.MeanField;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;

/**
 * Variational inference of a network: a normal distribution over its parameters, and over its
 * likelihood's, as near to the posterior as its family allows, in the sense of KL(q ‖ p).
 *
 * <pre>{@code
 * ELBO(φ) = E_q log p(D | θ) - KL(q ‖ p) = log p(D) - KL(q ‖ p(θ | D))
 * }</pre>
 *
 * <p>Under a {@link CentredPrior} the means start at its centre. A network whose layers bring
 * priors of their own is refused, and a prior without a scale.
 */
public final class VariationalInference implements InferenceMethod {
  private static final int NUM_DRAWS = 200;
  private static final int MOST_OF_FULL = 2000;

  private final String name;
  private final Config config;

  /**
   * Settings.
   *
   * @param ascent the guide, and how its bound is maximised
   * @param numSteps at least 1
   * @param learningRate by the step
   * @param initializer of the means
   * @param initialScale the guide's scales at the start in units of the prior's, greater than 0
   * @param numDraws of the posterior that a fit ends in, at least 1
   */
  public record Config(
      ElboAscent.Config ascent,
      long numSteps,
      Schedule learningRate,
      Initializer initializer,
      double initialScale,
      int numDraws) {
    /** Checks the numbers. */
    public Config {
      Check.atLeast(numSteps, 1L, "numSteps");
      Check.positive(initialScale, "initialScale");
      Check.atLeast(numDraws, 1, "numDraws");
    }
  }

  /**
   * A method.
   *
   * @param name of the registry, which refusals bear
   */
  public VariationalInference(String name, Config config) {
    this.name = name;
    this.config = config;
  }

  /** The mean field by draws of the weights. */
  public static InferenceMethod meanField(SupervisedTarget target, double effort) {
    return standard(
        "vi-mean-field", new MeanField(), GradientEstimator.WEIGHT_SAMPLING, target, effort);
  }

  /** The mean field by local reparameterisation. */
  public static InferenceMethod local(SupervisedTarget target, double effort) {
    return standard(
        "vi-local", new MeanField(), GradientEstimator.LOCAL_REPARAMETERISATION, target, effort);
  }

  /** The mean field by flipout. */
  public static InferenceMethod flipout(SupervisedTarget target, double effort) {
    return standard("vi-flipout", new MeanField(), GradientEstimator.FLIPOUT, target, effort);
  }

  /** All normal distributions, for networks of at most 2,000 parameters. */
  public static InferenceMethod full(SupervisedTarget target, double effort) {
    Check.require(
        target.dimension() <= MOST_OF_FULL,
        "vi-full",
        "at most " + MOST_OF_FULL + " parameters",
        target.dimension(),
        "use vi-low-rank");
    return standard(
        "vi-full", new FullCovariance(), GradientEstimator.WEIGHT_SAMPLING, target, effort);
  }

  /** A diagonal and ten common factors. */
  public static InferenceMethod lowRank(SupervisedTarget target, double effort) {
    return standard(
        "vi-low-rank", new LowRank(10), GradientEstimator.WEIGHT_SAMPLING, target, effort);
  }

  private static InferenceMethod standard(
      String name,
      Guide guide,
      GradientEstimator estimator,
      SupervisedTarget target,
      double effort) {
    Budget budget = Budget.of(target.data().size(), effort);
    return new VariationalInference(name, standard(guide, estimator, budget));
  }

  /**
   * Settings for small networks: Adam at a rate that falls to nothing from 0.01, a narrow start,
   * and a divergence whose weight rises from 0 over seven tenths of the steps: begun at full
   * weight, the prior pulls units to 0 before the data have found a use for them, and few come
   * back.
   */
  public static Config standard(Guide guide, GradientEstimator estimator, Budget budget) {
    boolean independent = guide instanceof MeanField;
    long numSteps = (independent ? 4 : 2) * budget.numSteps();
    return new Config(
        new ElboAscent.Config(
            guide,
            estimator,
            independent ? 1 : 4,
            Adam.standard(),
            budget.batches(),
            new Annealing(0, numSteps * 7 / 10)),
        numSteps,
        new Schedule.Cyclical(0.01, numSteps, 0),
        Initializer.FAN_IN_UNIFORM,
        0.02,
        NUM_DRAWS);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Posterior fit(SupervisedTarget target, Run run) {
    try (FittedGuide fitted = infer(target, run)) {
      return new SampledPosterior(target, fitted.draws(config.numDraws(), run.seed()));
    }
  }

  /** Finds the guide's parameters; the result is the caller's. */
  public FittedGuide infer(SupervisedTarget target, Run run) {
    requireServed(target);
    long last = config.numSteps() - 1;
    SamplingLoop.Config loop =
        new SamplingLoop.Config(config.numSteps(), last, 1, config.learningRate());
    try (ElboAscent kernel = new ElboAscent(name, config.ascent(), target)) {
      Sampled<ElboAscent.State> sampled =
          new ChainRunner("", loop, 1).run(new OfTarget(target, kernel), run);
      sampled.closeLast();
      return new FittedGuide(guide(), target.dimension(), sampled.draws().values());
    }
  }

  private Guide guide() {
    return config.ascent().guide();
  }

  private void requireServed(SupervisedTarget target) {
    List<String> own =
        target.layout().slots().stream()
            .filter(slot -> slot.spec().ownPrior())
            .map(slot -> slot.spec().name())
            .toList();
    Check.require(own.isEmpty(), name, "layers without priors of their own", own, "use mc-dropout");
    Check.require(
        target.scale() != null, name, "a proper prior, such as NormalPrior", target.prior());
  }

  /** The bound of a target. */
  private final class OfTarget implements ChainRunner.Problem<ElboAscent.State> {
    private final SupervisedTarget target;
    private final ElboAscent kernel;

    OfTarget(SupervisedTarget target, ElboAscent kernel) {
      this.target = target;
      this.kernel = kernel;
    }

    @Override
    public SupervisedTarget target() {
      return target;
    }

    @Override
    public int dimension() {
      return guide().numParameters(target.dimension());
    }

    @Override
    public Kernel<ElboAscent.State> kernel() {
      return kernel;
    }

    @Override
    public Tensor start(int first, int count, Rng rng) {
      Tensor scale = Check.present(target.scale(), "scale").mul(config.initialScale()).unsqueeze(0);
      return guide().start(location(count, rng), scale, rng);
    }

    private Tensor location(int count, Rng rng) {
      if (target.prior() instanceof CentredPrior centred) {
        double[] centre = centred.centre().toArray();
        return Tensor.of(target.dtype(), centre, 1, centre.length).expand(count, centre.length);
      }
      return config.initializer().sample(target, count, rng);
    }
  }
}
