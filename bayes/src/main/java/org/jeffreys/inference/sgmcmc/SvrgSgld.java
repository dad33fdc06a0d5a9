package org.jeffreys.inference.sgmcmc;

import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.data.Batch;
import org.jeffreys.data.Batches;
import org.jeffreys.inference.Budget;
import org.jeffreys.inference.InferenceMethod;
import org.jeffreys.inference.Kernel;
import org.jeffreys.target.StochasticLogDensity;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * SGLD with control variates: minibatches estimate only what the gradient has changed by since it
 * was last taken over all data.
 *
 * <pre>{@code
 * g = ∇ log p(a) + ∇ log p̂(θ) - ∇ log p̂(a)      a = the anchor, both estimates of one batch
 * θ' = θ + ε M g + N(0, 2 ε T M)
 * }</pre>
 *
 * <p>Near its anchor a chain is free of the minibatch's noise. A step costs two minibatch
 * gradients, an anchor one of all data. Layers must not be random: their noise would return in each
 * difference.
 *
 * @source Dubey et al. (2016), NeurIPS, algorithm 2 (SVRG-LD); with an anchor at the mode that
 *     stays: Baker, Fearnhead, Fox and Nemeth (2019), Statistics and Computing 29 (SGLD-CV)
 */
public final class SvrgSgld implements Kernel<SvrgSgld.State> {
  private final Config config;
  private final StochasticLogDensity target;
  private final Batches batches;

  /**
   * Settings.
   *
   * @param refreshEvery the steps after which the anchor moves to where the chain is, those of an
   *     epoch in the source; the anchor of {@link Long#MAX_VALUE} stays where the chain starts
   * @param temperature as in {@link Sgld.Config}
   * @param scaled as in {@link Sgld.Config}
   * @param numAdaptive as in {@link Sgld.Config}
   */
  public record Config(long refreshEvery, double temperature, boolean scaled, long numAdaptive) {
    /** Checks the settings. */
    public Config {
      Check.atLeast(refreshEvery, 1L, "refreshEvery");
      Check.nonNegative(temperature, "temperature");
      Check.atLeast(numAdaptive, 0L, "numAdaptive");
    }
  }

  /**
   * What the next step needs.
   *
   * @param position @shape [chains, dimension]
   * @param anchor a, @shape [chains, dimension]
   * @param anchorGradient of all data there, @shape [chains, dimension]
   * @param stiffness what the steps are measured by; null where they are as they are
   * @param step the number of steps made
   */
  public record State(
      Tensor position,
      Tensor anchor,
      Tensor anchorGradient,
      @Nullable Stiffness stiffness,
      long step)
      implements Kernel.State {
    @Override
    public Snapshot snapshot() {
      return new Snapshot(
          Stiffness.with(
              stiffness,
              Map.of("position", position, "anchor", anchor, "anchorGradient", anchorGradient)),
          Map.of("step", (double) step));
    }
  }

  /**
   * The kernel of a target.
   *
   * @param batches how each step's minibatches are drawn
   */
  public SvrgSgld(Config config, StochasticLogDensity target, Batches batches) {
    this.config = config;
    this.target = target;
    this.batches = batches;
  }

  /**
   * With settings that suit a target: batches of a tenth of the data, anchors each epoch.
   *
   * @param effort what the number of steps is multiplied by
   * @throws IllegalArgumentException for a network with random layers
   */
  public static InferenceMethod standard(SupervisedTarget target, double effort) {
    Check.require(
        !target.network().isRandom(),
        "svrg-sgld",
        "a network without random layers",
        "one with such",
        "use sgld");
    long n = target.data().size();
    Batches batches = new Batches.Shuffled((int) Math.min(n, Math.max(64, n / 10)));
    ChainBudget budget = ChainBudget.of(n, effort);
    Config config = new Config(batches.stepsPerEpoch(n), 1, true, budget.numWarmup());
    return new FromMode<>(
        "svrg-sgld",
        of -> new SvrgSgld(config, of, batches),
        budget.loop(0.3),
        ChainBudget.CHAINS,
        Budget.of(target.data().size(), effort));
  }

  @Override
  public State init(Tensor position) {
    return new State(
        position,
        position.copy(),
        Tensor.zeros(position.dtype(), position.shape()),
        Stiffness.unknownIf(config.numAdaptive() > 0, position),
        0);
  }

  @Override
  public State step(State state, double stepSize, Rng rng) {
    Tensor position = state.position();
    Stiffness stiffness = state.stiffness();
    @Nullable Tensor scale = config.scaled() ? target.scale() : null;
    if (state.step() % config.refreshEvery() == 0) {
      state.anchor().copyFrom(position);
      Batch whole = target.data().whole(rng.numChains());
      state.anchorGradient().copyFrom(target.estimateGradient(position, whole, rng));
    }
    Batch batch = batches.draw(target.data(), state.step(), rng);
    Tensor gradient =
        Stiffness.gradient(
                stiffness,
                state.step(),
                config.numAdaptive(),
                (at, noise) -> target.estimateGradient(at, batch, noise),
                position,
                scale,
                rng)
            .addInPlace(target.estimateGradient(state.anchor(), batch, rng), -1)
            .addInPlace(state.anchorGradient());
    Tensor stride = Stiffness.stride(stiffness, scale, position.dtype(), Math.sqrt(stepSize));
    position.addProductInPlace(gradient, stride.square(), 1);
    double deviation = Math.sqrt(2 * config.temperature());
    if (deviation > 0) {
      position.addProductInPlace(rng.normal(position.dtype(), position.shape()), stride, deviation);
    }
    return new State(position, state.anchor(), state.anchorGradient(), stiffness, state.step() + 1);
  }

  @Override
  public State restore(Snapshot snapshot) {
    return new State(
        Check.present(snapshot.tensors().get("position"), "position"),
        Check.present(snapshot.tensors().get("anchor"), "anchor"),
        Check.present(snapshot.tensors().get("anchorGradient"), "anchorGradient"),
        Stiffness.restore(snapshot.tensors()),
        Check.present(snapshot.numbers().get("step"), "step").longValue());
  }
}
