package org.jeffreys.inference.ensemble;

import org.jeffreys.core.Check;
import org.jeffreys.inference.InferenceMethod;
import org.jeffreys.inference.MapEstimate;
import org.jeffreys.inference.Posterior;
import org.jeffreys.inference.Run;
import org.jeffreys.target.SupervisedTarget;

/**
 * A deep ensemble: maxima of the posterior density, each found from a start and by batches of its
 * own. A member is a row of the draws axis; it does not depend on how many others there are.
 *
 * <pre>{@code
 * θₘ = argmax log p(θ | D) from θₘ⁰      p(y | x, D) ≈ (1/M) Σₘ p(y | x, θₘ)
 * }</pre>
 *
 * <p>Members differ as far as the density has several maxima: their spread says how far apart the
 * functions are that fit the data as well, which is large away from the data, and is no sample of
 * the posterior. Where there is one maximum, as in a linear model, all members are equal and there
 * is no epistemic uncertainty; {@link AnchoredEnsemble} has it there too.
 *
 * <p>The likelihood is the proper score that each member is trained by; the adversarial examples of
 * the source are left out.
 *
 * @source Lakshminarayanan, Pritzel and Blundell (2017), Simple and scalable predictive uncertainty
 *     estimation using deep ensembles, NeurIPS, algorithm 1
 */
public final class DeepEnsemble implements InferenceMethod {
  private static final int STANDARD_MEMBERS = 10;

  private final Config config;

  /**
   * Settings.
   *
   * @param numMembers M, at least 1
   * @param member how each member is trained
   */
  public record Config(int numMembers, MapEstimate.Config member) {
    /** Checks the number of members. */
    public Config {
      Check.atLeast(numMembers, 1, "numMembers");
    }
  }

  /** An ensemble. */
  public DeepEnsemble(Config config) {
    this.config = config;
  }

  /** Ten members, with settings that suit a target. */
  public static InferenceMethod standard(SupervisedTarget target, double effort) {
    return new DeepEnsemble(
        new Config(STANDARD_MEMBERS, MapEstimate.Config.standard(target, effort)));
  }

  @Override
  public String name() {
    return "deep-ensemble";
  }

  @Override
  public Posterior fit(SupervisedTarget target, Run run) {
    return config.member().method(name(), config.numMembers()).fit(target, run);
  }
}
