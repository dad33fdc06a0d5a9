package org.jeffreys.inference.dropout;

import java.util.Optional;
import org.jeffreys.core.Check;
import org.jeffreys.data.Dataset;
import org.jeffreys.inference.InferenceMethod;
import org.jeffreys.inference.Posterior;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.Training;
import org.jeffreys.nn.Sequential;
import org.jeffreys.target.SupervisedTarget;

/**
 * Monte Carlo dropout: a network is trained with the noise of its random layers, and keeps it in
 * prediction. It serves every random layer: Bernoulli and Gaussian dropout, DropConnect, concrete
 * and variational dropout.
 *
 * <pre>{@code
 * p(y | x, D) ≈ (1/T) Σₜ p(y | f(x; θ, zₜ))      zₜ the noise of draw t
 * }</pre>
 *
 * @source Gal and Ghahramani (2016), ICML, arXiv:1506.02142, eq. 6
 */
public final class McDropout implements InferenceMethod {
  private final Training training;
  private final NoisePosterior.Config draws;

  /** The method with the given settings. */
  public McDropout(Training training, NoisePosterior.Config draws) {
    this.training = training;
    this.draws = draws;
  }

  @Override
  public String name() {
    return "mc-dropout";
  }

  @Override
  public Posterior fit(SupervisedTarget target, Run run) {
    return fit(target, Optional.empty(), run);
  }

  /**
   * As {@link #fit(SupervisedTarget, Run)}, with held-out examples to watch.
   *
   * @throws IllegalArgumentException if the network has no random layer
   */
  public NoisePosterior fit(SupervisedTarget target, Optional<Dataset> validation, Run run) {
    Check.require(
        target.network().isRandom(),
        "mc-dropout",
        "a network with a random layer",
        target.network(),
        "add new Dropout(0.5)");
    Check.require(
        target.network() instanceof Sequential, "mc-dropout", "a Sequential", target.network());
    return new NoisePosterior(
        target.model(), training.train(target, 1, validation, run), draws, run.seed());
  }
}
