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
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Stochastic gradient Hamiltonian Monte Carlo: Langevin dynamics with momentum.
 *
 * <pre>{@code
 * r½ = r + ε d ∇ log p̂(θ)      r' = (1 - α) r½ + N(0, T (1 - (1 - α)² - 2 β̂))
 * θ' = θ + ε d (r½ + r') / 2
 * }</pre>
 *
 * <p>d is 1, or the target's {@linkplain LogDensity#scale scales}, so that a step means the same
 * for all parameters. To first order in ε and α these are the updates of the source, in its
 * friction form; their order is such that full gradients of a normal density give the exact
 * posterior for every stable step, up to ε² d² λ = 4 with λ the largest curvature.
 *
 * <p>The minibatch adds ε² d² Var[∇ log p̂] to the variance of each r½: where that is the same β̂
 * for all, twice of it is left out of the injected noise. With β̂ = 0 the stationary distribution
 * is too wide by the part that this is of 2α.
 *
 * @source Chen, Fox and Guestrin (2014), ICML, eq. 15; order of updates: Leimkuhler and Matthews
 *     (2013), AMRX, BAOAB; a step that burn-in finds: after Springenberg et al. (2016), NeurIPS
 */
public final class Sghmc implements Kernel<Sghmc.State> {
  private final Config config;
  private final StochasticLogDensity target;
  private final Batches batches;

  /**
   * Settings.
   *
   * @param friction α, what a step takes off the momentum, in (0, 1]
   * @param noise β̂, half the variance that the minibatch adds to a momentum a step, in [0, α -
   *     α²/2]
   * @param temperature T, dimensionless; 1 targets the posterior, 0 is gradient ascent with
   *     momentum
   * @param scaled whether d holds the target's scales
   * @param numAdaptive the steps from the start in which the largest curvature λ of d ∇² log p d is
   *     followed; step sizes are then in units of 1/√λ. 0 for step sizes as they are
   */
  public record Config(
      double friction, double noise, double temperature, boolean scaled, long numAdaptive) {
    /** Checks the settings. */
    public Config {
      Check.require(friction > 0 && friction <= 1, "friction", "a value in (0, 1]", friction);
      double most = friction - friction * friction / 2;
      Check.require(noise >= 0 && noise <= most, "noise", "a value in [0, " + most + "]", noise);
      Check.nonNegative(temperature, "temperature");
      Check.atLeast(numAdaptive, 0L, "numAdaptive");
    }

    /** Settings without an estimate of the noise, and with step sizes as they are. */
    public Config(double friction, double temperature, boolean scaled) {
      this(friction, 0, temperature, scaled, 0);
    }

    double deviation() {
      double kept = 1 - friction;
      return Math.sqrt(Math.max(0, temperature * (1 - kept * kept - 2 * noise)));
    }
  }

  /**
   * What the next step needs.
   *
   * @param position @shape [chains, dimension]
   * @param momentum r, of variance T at rest, @shape [chains, dimension]
   * @param stiffness what the steps are measured by; null where they are as they are
   * @param step the number of steps made
   */
  public record State(Tensor position, Tensor momentum, @Nullable Stiffness stiffness, long step)
      implements Kernel.State {
    @Override
    public Snapshot snapshot() {
      return new Snapshot(
          Stiffness.with(stiffness, Map.of("position", position, "momentum", momentum)),
          Map.of("step", (double) step));
    }
  }

  /**
   * The kernel of a target.
   *
   * @param batches how each step's minibatches are drawn
   */
  public Sghmc(Config config, StochasticLogDensity target, Batches batches) {
    this.config = config;
    this.target = target;
    this.batches = batches;
  }

  /**
   * With settings that suit a target: four chains from modes of their own, half their 5,000 steps
   * as warm-up. Up to 8,192 examples are taken whole, with steps of 0.7 / √λ and friction 0.01; of
   * more, minibatches of 2,048, with smaller steps and more friction, so that the minibatch's noise
   * adds at most about a fifth to a variance.
   *
   * @param effort what the number of steps is multiplied by
   */
  public static InferenceMethod standard(SupervisedTarget target, double effort) {
    ChainBudget budget = ChainBudget.of(target.data().size(), effort);
    Budget climb = Budget.of(target.data().size(), effort);
    return method("sghmc", budget, budget.loop(budget.step()), climb);
  }

  /**
   * With settings that suit a target: the same in cosine cycles, whose large steps find modes and
   * whose small ones sample them.
   *
   * @param effort what the number of steps is multiplied by
   * @source Zhang, Li, Zhang, Chen and Wilson (2020), ICLR, algorithm 1 and section 3
   */
  public static InferenceMethod cyclical(SupervisedTarget target, double effort) {
    ChainBudget budget = ChainBudget.of(target.data().size(), effort);
    Budget climb = Budget.of(target.data().size(), effort);
    return method("csghmc", budget, budget.cycles(budget.step()), climb);
  }

  private static InferenceMethod method(
      String name, ChainBudget budget, SamplingLoop.Config loop, Budget climb) {
    Config config = new Config(budget.friction(), 0, 1, true, loop.numWarmup());
    return new FromMode<>(
        name, of -> new Sghmc(config, of, budget.batches()), loop, ChainBudget.CHAINS, climb);
  }

  @Override
  public State init(Tensor position) {
    return new State(
        position,
        Tensor.zeros(position.dtype(), position.shape()),
        Stiffness.unknownIf(config.numAdaptive() > 0, position),
        0);
  }

  @Override
  public State step(State state, double stepSize, Rng rng) {
    Tensor position = state.position();
    Tensor momentum = state.momentum();
    Stiffness stiffness = state.stiffness();
    @Nullable Tensor scale = config.scaled() ? target.scale() : null;
    Batch batch = batches.draw(target.data(), state.step(), rng);
    Tensor gradient =
        Stiffness.gradient(
            stiffness,
            state.step(),
            config.numAdaptive(),
            (at, noise) -> target.estimateGradient(at, batch, noise),
            position,
            scale,
            rng);
    Tensor stride = Stiffness.stride(stiffness, scale, position.dtype(), stepSize);
    momentum.addProductInPlace(gradient, stride, 1);
    position.addProductInPlace(momentum, stride, 0.5);
    momentum.mulInPlace(1 - config.friction());
    double deviation = config.deviation();
    if (deviation > 0) {
      momentum.addInPlace(rng.normal(position.dtype(), position.shape()), deviation);
    }
    position.addProductInPlace(momentum, stride, 0.5);
    return new State(position, momentum, stiffness, state.step() + 1);
  }

  @Override
  public State restore(Snapshot snapshot) {
    return new State(
        Check.present(snapshot.tensors().get("position"), "position"),
        Check.present(snapshot.tensors().get("momentum"), "momentum"),
        Stiffness.restore(snapshot.tensors()),
        Check.present(snapshot.numbers().get("step"), "step").longValue());
  }
}
