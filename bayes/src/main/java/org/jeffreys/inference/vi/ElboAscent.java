package org.jeffreys.inference.vi;

import java.util.HashMap;
import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.data.Batch;
import org.jeffreys.data.Batches;
import org.jeffreys.inference.Kernel;
import org.jeffreys.optim.Optimizer;
import org.jeffreys.target.Approximation;
import org.jeffreys.target.BoundPrior;
import org.jeffreys.target.Guide;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Maximisation of the evidence lower bound over a guide's parameters, as a kernel: each row climbs
 * by itself. The step size is the optimiser's learning rate.
 *
 * <pre>{@code
 * φ* = argmax E_q log p(D | θ) - β KL(q ‖ p)      maximised per datum: gradients are divided by n
 * }</pre>
 *
 * <p>The log likelihood of a batch of b is scaled by n/b, so that the divergence weighs as much as
 * it does for all data, whatever b. The divergence from a normal prior is closed; from another one
 * its gradient is estimated by a draw of its own.
 *
 * @source Graves (2011), NeurIPS, eq. 3; Kingma and Welling (2014), arXiv:1312.6114, for the
 *     reparameterised gradient
 */
public final class ElboAscent implements Kernel<ElboAscent.State>, AutoCloseable {
  private final Config config;
  private final SupervisedTarget target;
  private final LikelihoodGradient likelihood;
  private final BoundPrior.@Nullable NormalForm prior;

  /**
   * Settings.
   *
   * @param guide the family
   * @param estimator of the gradient
   * @param numSamples draws of the guide in each step, at least 1; 1 for several chains, since each
   *     has batches of its own
   * @param optimizer the rule
   * @param batches the rule for minibatches
   * @param annealing of the divergence
   */
  public record Config(
      Guide guide,
      GradientEstimator estimator,
      int numSamples,
      Optimizer optimizer,
      Batches batches,
      Annealing annealing) {
    /** Checks the number of draws. */
    public Config {
      Check.atLeast(numSamples, 1, "numSamples");
    }
  }

  /**
   * What the next step needs.
   *
   * @param position φ, @shape [chains, number of parameters]
   * @param carried by the optimiser
   * @param step the number of steps made
   */
  public record State(Tensor position, Map<String, Tensor> carried, long step)
      implements Kernel.State {
    /** Copies the map. */
    public State {
      carried = Map.copyOf(carried);
    }

    @Override
    public Snapshot snapshot() {
      Map<String, Tensor> tensors = new HashMap<>(carried);
      tensors.put("position", position);
      return new Snapshot(tensors, Map.of("step", (double) step));
    }
  }

  /**
   * The kernel of a target.
   *
   * @param method whose name refusals bear
   * @throws IllegalArgumentException if the estimator cannot serve the guide or the network
   */
  public ElboAscent(String method, Config config, SupervisedTarget target) {
    this.config = config;
    this.target = target;
    this.likelihood = config.estimator().of(method, target, config.guide(), config.numSamples());
    this.prior = target.boundPrior().normalForm();
  }

  @Override
  public State init(Tensor position) {
    return new State(position, config.optimizer().init(position), 0);
  }

  @Override
  public State step(State state, double stepSize, Rng rng) {
    Batch batch = config.batches().draw(target.data(), state.step(), rng);
    double beta = config.annealing().at(state.step());
    try (var paused = target.pauseAutograd()) {
      Tensor gradient = gradient(state.position(), batch, beta, rng);
      config
          .optimizer()
          .stepInPieces(state.position(), gradient, state.carried(), stepSize, state.step());
    }
    return new State(state.position(), state.carried(), state.step() + 1);
  }

  /** An estimate of the gradient of the negative bound per datum. @shape as parameters */
  Tensor gradient(Tensor parameters, Batch batch, double beta, Rng rng) {
    Check.require(
        config.numSamples() == 1 || parameters.size(0) == 1,
        "numSamples",
        "1 for several chains",
        config.numSamples());
    double perDatum = 1.0 / target.data().size();
    Approximation q = config.guide().at(parameters, target.dimension());
    Tensor gradient = Tensor.empty(target.dtype(), parameters.shape());
    likelihood.estimateInto(q, batch, -perDatum, gradient, rng);
    if (prior != null) {
      q.addDivergenceGradient(prior, beta * perDatum, gradient);
    } else if (beta > 0) {
      gradient.addInPlace(ofPrior(q, parameters, rng), -beta * perDatum);
      q.addEntropyGradient(-beta * perDatum, gradient);
    }
    return gradient;
  }

  /** An estimate of the gradient of E_q log p(θ). */
  private Tensor ofPrior(Approximation q, Tensor parameters, Rng rng) {
    long chains = q.numChains();
    int numNoise = config.guide().numNoise(target.dimension());
    Approximation.Sample sample = q.rsample(rng.normal(target.dtype(), chains, 1, numNoise));
    Tensor delta = Tensor.zeros(target.dtype(), chains, q.dimension());
    target.boundPrior().addGradient(sample.values().squeeze(1), delta, 1);
    Tensor gradient = Tensor.empty(target.dtype(), parameters.shape());
    q.pullBack(sample, delta.unsqueeze(1), gradient);
    return gradient;
  }

  @Override
  public State restore(Snapshot snapshot) {
    Map<String, Tensor> carried = new HashMap<>(snapshot.tensors());
    Tensor position = Check.present(carried.remove("position"), "position");
    long step = Check.present(snapshot.numbers().get("step"), "step").longValue();
    return new State(position, carried, step);
  }

  /** Frees what estimates need beside the target, which stays open. */
  @Override
  public void close() {
    likelihood.close();
  }
}
