package org.jeffreys.inference.dropout;

import java.util.Optional;
import org.jeffreys.core.Check;
import org.jeffreys.data.Batch;
import org.jeffreys.data.Batches;
import org.jeffreys.data.Dataset;
import org.jeffreys.inference.Draws;
import org.jeffreys.inference.InferenceMethod;
import org.jeffreys.inference.Posterior;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.SampledPosterior;
import org.jeffreys.inference.Trained;
import org.jeffreys.inference.Training;
import org.jeffreys.nn.Parameters;
import org.jeffreys.nn.Pass;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Monte Carlo batch normalisation: each draw is the trained network, normalised by the statistics
 * of one random batch of the training data, as large as those of training.
 *
 * <pre>{@code
 * p(y | x, D) ≈ (1/T) Σₜ p(y | f(x; θ, ωₜ))      ωₜ = means and variances that batch t gives
 * }</pre>
 *
 * <p>As a variational posterior: θ is the same in all draws, and q(ω) is the law of the statistics
 * of random batches. A training step draws one ω from it, so that training minimises an estimate of
 * KL(q ‖ p) over θ, with the weight decay as the prior's part. The spread of q is not learnt: it is
 * the choice of the batch size. Batches of all examples leave one function, and no epistemic
 * uncertainty. Random layers are at their mean.
 *
 * @source Teye et al. (2018), ICML, arXiv:1802.06455, algorithm 1
 */
public final class McBatchNorm implements InferenceMethod {
  private static final String NAME = "mc-batch-norm";

  private final Training training;
  private final int numDraws;

  /**
   * The method with the given settings.
   *
   * @param numDraws the number of functions, at least 1
   */
  public McBatchNorm(Training training, int numDraws) {
    this.training = training;
    this.numDraws = Check.atLeast(numDraws, 1, "numDraws");
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Posterior fit(SupervisedTarget target, Run run) {
    return fit(target, Optional.empty(), run);
  }

  /**
   * As {@link #fit(SupervisedTarget, Run)}, with held-out examples to watch.
   *
   * @throws IllegalArgumentException if the network has no layer with running statistics
   */
  public SampledPosterior fit(SupervisedTarget target, Optional<Dataset> validation, Run run) {
    Check.require(
        target.network().buffers().dimension() > 0,
        NAME,
        "a network with a layer that has running statistics",
        target.network(),
        "add new BatchNorm(channels)");
    try (Trained trained = training.train(target, 1, validation, run)) {
      return posterior(target, trained.position(), run.seed());
    }
  }

  /**
   * The posterior of trained parameters.
   *
   * @param position @shape [1, dimension]; the caller's
   */
  SampledPosterior posterior(SupervisedTarget target, Tensor position, long seed) {
    try (Scope scope = Scope.open();
        Rng rng = Rng.of(seed, NAME)) {
      @Nullable Tensor initial = target.model().initialBuffers(numDraws);
      Tensor buffers = Check.present(initial, "buffers");
      Parameters parameters = target.networkViews(position);
      for (int draw = 0; draw < numDraws; draw++) {
        try (Scope inner = Scope.open()) {
          Batch batch = batch(target.data(), draw, rng);
          Parameters views = target.network().buffers().views(buffers.narrow(0, draw, 1), 0);
          Pass pass = Pass.mean().withStatistics(new Pass.Statistics(views, views, 1));
          target.network().forward(parameters, batch.inputs(), pass);
        }
      }
      // A view: all draws share the memory of one copy.
      Tensor values = position.copy().expand(numDraws, position.size(1));
      return new SampledPosterior(
          target.model(), new Draws(Scope.release(values), numDraws, null), Scope.release(buffers));
    }
  }

  /** The first batch of an epoch of its own, so that batches are independent and of full size. */
  private Batch batch(Dataset data, int draw, Rng rng) {
    Batches batches = new Batches.Shuffled(training.config().batchSize());
    return batches.draw(data, draw * batches.stepsPerEpoch(data.size()), rng);
  }
}
