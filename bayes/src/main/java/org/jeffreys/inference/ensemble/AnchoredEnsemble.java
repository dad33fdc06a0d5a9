package org.jeffreys.inference.ensemble;

import org.jeffreys.core.Check;
import org.jeffreys.data.Batches;
import org.jeffreys.data.Dataset;
import org.jeffreys.inference.ChainRunner;
import org.jeffreys.inference.InferenceMethod;
import org.jeffreys.inference.Kernel;
import org.jeffreys.inference.MapEstimate;
import org.jeffreys.inference.Posterior;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.Sampled;
import org.jeffreys.inference.SampledPosterior;
import org.jeffreys.optim.Adam;
import org.jeffreys.target.BoundPrior;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * An anchored ensemble: each member maximises a posterior density whose normal prior N(μ, P⁻¹) is
 * centred on a draw from it, the member's anchor.
 *
 * <pre>{@code
 * θₘ = argmax Σᵢ log p(yᵢ + eₘᵢ | f(xᵢ; θ)) - ½ (θ - aₘ)ᵀ P (θ - aₘ)      aₘ ~ N(μ, P⁻¹)
 * eₘᵢ ~ N(0, σ²) where targets are perturbed, else 0
 * }</pre>
 *
 * <p>With perturbed targets, members of a linear model with normal noise are independent draws from
 * the posterior; of other networks, as good as the linear model around a maximum is. That takes a
 * {@link GaussianLikelihood} of fixed scale. With anchors alone, for every other likelihood,
 * members of a linear model have the covariance A⁻¹ P A⁻¹ where the posterior has A⁻¹, A its
 * precision: far from the data they spread as the prior does, and where data are many they spread
 * too little.
 *
 * <p>Each member starts at its anchor, so that directions of which the data say nothing stay as the
 * prior drew them; from a start that is alike for all they would hardly differ away from the data.
 *
 * <p>Needs independent normal priors: a {@link org.jeffreys.target.NormalPrior}.
 *
 * @source Pearce, Leibfried and Brintrup (2020), Uncertainty in neural networks: approximately
 *     Bayesian ensembling, AISTATS, eq. 9; targets perturbed as by Lu and Van Roy (2017), Ensemble
 *     sampling, NeurIPS, section 4
 */
public final class AnchoredEnsemble implements InferenceMethod {
  private static final String NAME = "anchored-ensemble";
  private static final int STANDARD_MEMBERS = 10;

  /** An example of no weight has no noise that matters; it has to be finite. */
  private static final double LEAST_WEIGHT = 1e-12;

  private final Config config;

  /**
   * Settings.
   *
   * @param numMembers at least 1
   * @param member how each member is trained
   * @param perturbed whether targets are perturbed, which needs normal noise of a fixed scale
   */
  public record Config(int numMembers, MapEstimate.Config member, boolean perturbed) {
    /** Checks the number of members. */
    public Config {
      Check.atLeast(numMembers, 1, "numMembers");
    }
  }

  /** An ensemble. */
  public AnchoredEnsemble(Config config) {
    this.config = config;
  }

  /** Ten members, with perturbed targets where the noise is normal and of a fixed scale. */
  public static InferenceMethod standard(SupervisedTarget target, double effort) {
    return new AnchoredEnsemble(
        new Config(
            STANDARD_MEMBERS, MapEstimate.Config.standard(target, effort), hasFixedNoise(target)));
  }

  private static boolean hasFixedNoise(SupervisedTarget target) {
    return target.likelihood() instanceof GaussianLikelihood gaussian && !gaussian.learned();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Posterior fit(SupervisedTarget target, Run run) {
    Tensor precision = precision(target);
    Check.require(
        !config.perturbed() || hasFixedNoise(target),
        NAME,
        "a GaussianLikelihood of fixed scale for perturbed targets",
        target.likelihood(),
        "give the members anchors alone");
    Members members = new Members(target, precision, run.seed());
    Sampled<MapEstimate.State> sampled =
        new ChainRunner("", config.member().loop(), config.numMembers()).run(members, run);
    sampled.closeLast();
    return new SampledPosterior(target, sampled.draws());
  }

  private static Tensor precision(SupervisedTarget target) {
    boolean own = target.layout().slots().stream().anyMatch(slot -> slot.spec().ownPrior());
    Check.require(
        !own, NAME, "layers without a prior of their own", target.network(), "use deep-ensemble");
    BoundPrior.NormalForm normal = target.boundPrior().normalForm();
    Check.require(
        isProper(normal), NAME, "a proper normal prior", target.prior(), "use deep-ensemble");
    return Check.present(normal, "prior").precision();
  }

  private static boolean isProper(BoundPrior.@Nullable NormalForm normal) {
    try (Scope scope = Scope.open()) {
      return normal != null && normal.precision().min().item() > 0;
    }
  }

  /** The members, each with its anchor and its perturbation. */
  private final class Members implements ChainRunner.Problem<MapEstimate.State> {
    private final SupervisedTarget target;
    private final Tensor precision;
    private final long seed;

    Members(SupervisedTarget target, Tensor precision, long seed) {
      this.target = target;
      this.precision = precision;
      this.seed = seed;
    }

    @Override
    public SupervisedTarget target() {
      return target;
    }

    @Override
    public Kernel<MapEstimate.State> kernel() {
      return kernel(0, config.numMembers());
    }

    @Override
    public Kernel<MapEstimate.State> kernel(int first, int count) {
      Batches batches = config.member().budget().batches();
      return new MapEstimate(
          Adam.standard(),
          target.withBoundPrior(new AnchoredPrior(anchors(first, count), precision)),
          config.perturbed() ? new Batches.Perturbed(batches, noise(first, count)) : batches);
    }

    private Tensor anchors(int first, int count) {
      try (Rng rng = Rng.streams(seed, "anchor", first, count)) {
        return target.boundPrior().sample(count, rng);
      }
    }

    /** Weighing an example w times divides the variance of its noise by w. */
    private Tensor noise(int first, int count) {
      double scale = ((GaussianLikelihood) target.likelihood()).scale();
      Dataset data = target.data();
      long[] shape = data.targetShape().prepend(count, data.size()).toArray();
      try (Rng rng = Rng.streams(seed, "noise", first, count)) {
        Tensor noise = rng.normal(target.dtype(), shape).mulInPlace(scale);
        Tensor weights = data.weights();
        return weights == null
            ? noise
            : noise.mulInPlace(Special.reciprocalSqrt(weights.clampMin(LEAST_WEIGHT)).unsqueeze(1));
      }
    }

    @Override
    public Tensor start(int first, int count, Rng rng) {
      return anchors(first, count);
    }
  }
}
