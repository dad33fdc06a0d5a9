package org.jeffreys.inference.sgmcmc;

import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.data.Batch;
import org.jeffreys.data.Batches;
import org.jeffreys.inference.Budget;
import org.jeffreys.inference.InferenceMethod;
import org.jeffreys.inference.Kernel;
import org.jeffreys.inference.SamplingLoop;
import org.jeffreys.target.LogDensity;
import org.jeffreys.target.StochasticLogDensity;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Stochastic gradient Langevin dynamics.
 *
 * <pre>{@code
 * θ' = θ + ε M ∇ log p̂(θ) + N(0, 2 ε T M)      p̂ = minibatch estimate of the posterior density
 * }</pre>
 *
 * <p>M is the identity, or the diagonal of the squared {@linkplain LogDensity#scale scales} of the
 * target: the same dynamics in coordinates of unit scale. M is constant, so that no correction is
 * due.
 *
 * <p>Its stationary distribution differs from the posterior by a bias that vanishes with ε, and by
 * the noise of the minibatch, ε² Var[∇ log p̂] a step, which comes on top of the injected noise.
 *
 * @source Welling and Teh (2011), ICML, eq. 4, with ε standing for their ε/2
 */
public final class Sgld implements Kernel<Sgld.State> {
  private final Config config;
  private final StochasticLogDensity target;
  private final Batches batches;

  /**
   * Settings.
   *
   * @param temperature T, dimensionless; 1 targets the posterior, 0 is gradient ascent
   * @param scaled whether M holds the target's squared scales; the step size is then in their units
   * @param numAdaptive the steps from the start in which the largest curvature λ, in units of these
   *     scales, is followed; step sizes are then in units of 1/λ. 0 for step sizes as they are
   */
  public record Config(double temperature, boolean scaled, long numAdaptive) {
    /** Checks the settings. */
    public Config {
      Check.nonNegative(temperature, "temperature");
      Check.atLeast(numAdaptive, 0L, "numAdaptive");
    }

    /** Settings with step sizes as they are. */
    public Config(double temperature, boolean scaled) {
      this(temperature, scaled, 0);
    }
  }

  /**
   * What the next step needs.
   *
   * @param position @shape [chains, dimension]
   * @param stiffness what the steps are measured by; null where they are as they are
   * @param step the number of steps made
   */
  public record State(Tensor position, @Nullable Stiffness stiffness, long step)
      implements Kernel.State {
    @Override
    public Snapshot snapshot() {
      return new Snapshot(
          Stiffness.with(stiffness, Map.of("position", position)), Map.of("step", (double) step));
    }
  }

  /**
   * The kernel of a target.
   *
   * @param batches how each step's minibatches are drawn
   */
  public Sgld(Config config, StochasticLogDensity target, Batches batches) {
    this.config = config;
    this.target = target;
    this.batches = batches;
  }

  /**
   * With settings that suit a target, in cosine cycles: large steps find modes and small ones
   * sample them.
   *
   * @param effort what the number of steps is multiplied by
   * @source Zhang, Li, Zhang, Chen and Wilson (2020), ICLR, algorithm 1
   */
  public static InferenceMethod cyclical(SupervisedTarget target, double effort) {
    ChainBudget budget = ChainBudget.of(target.data().size(), effort);
    SamplingLoop.Config loop = budget.cycles(budget.langevinStep());
    Config config = new Config(1, true, loop.numWarmup());
    return new FromMode<>(
        "csgld",
        of -> new Sgld(config, of, budget.batches()),
        loop,
        ChainBudget.CHAINS,
        Budget.of(target.data().size(), effort));
  }

  @Override
  public State init(Tensor position) {
    return new State(position, Stiffness.unknownIf(config.numAdaptive() > 0, position), 0);
  }

  @Override
  public State step(State state, double stepSize, Rng rng) {
    Tensor position = state.position();
    Stiffness stiffness = state.stiffness();
    Batch batch = batches.draw(target.data(), state.step(), rng);
    Tensor scale = config.scaled() ? target.scale() : null;
    Tensor gradient =
        Stiffness.gradient(
            stiffness,
            state.step(),
            config.numAdaptive(),
            (at, noise) -> target.estimateGradient(at, batch, noise),
            position,
            scale,
            rng);
    if (stiffness != null) {
      gradient.mulInPlace(Special.reciprocal(stiffness.value()));
    }
    double deviation = Math.sqrt(2 * stepSize * config.temperature());
    Tensor next =
        scale == null
            ? position.add(gradient, stepSize)
            : position.add(gradient.mulInPlace(scale).mulInPlace(scale), stepSize);
    if (deviation > 0) {
      Tensor noise = rng.normal(position.dtype(), position.shape());
      if (stiffness != null) {
        noise.mulInPlace(Special.reciprocalSqrt(stiffness.value()));
      }
      if (scale == null) {
        next.addInPlace(noise, deviation);
      } else {
        next.addProductInPlace(noise, scale, deviation);
      }
    }
    return new State(next, stiffness, state.step() + 1);
  }

  @Override
  public State restore(Snapshot snapshot) {
    return new State(
        Check.present(snapshot.tensors().get("position"), "position"),
        Stiffness.restore(snapshot.tensors()),
        Check.present(snapshot.numbers().get("step"), "step").longValue());
  }
}
