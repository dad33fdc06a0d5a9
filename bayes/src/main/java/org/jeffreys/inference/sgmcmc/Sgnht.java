package org.jeffreys.inference.sgmcmc;

import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.data.Batch;
import org.jeffreys.data.Batches;
import org.jeffreys.inference.Budget;
import org.jeffreys.inference.InferenceMethod;
import org.jeffreys.inference.Kernel;
import org.jeffreys.target.LogDensity;
import org.jeffreys.target.StochasticLogDensity;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Stochastic gradient Nosé-Hoover thermostat: dynamics with momentum whose friction ξ changes until
 * the momentum has the right temperature, whatever noise the minibatch adds.
 *
 * <pre>{@code
 * r½ = r + ε d ∇ log p̂(θ)                ξ½ = ξ + μ (|r½|²/n - T) / 2
 * r' = e^-ξ½ r½ + N(0, α T (1 - e^-2ξ½) / ξ½)      ξ' = ξ½ + μ (|r'|²/n - T) / 2
 * θ' = θ + ε d (r½ + r') / 2             n the dimension, ξ the friction of a step
 * }</pre>
 *
 * <p>At rest ξ has mean α without noise of the minibatch, and more with it. One number per chain
 * takes out noise that is the same for all parameters in units of d; what differs between them is
 * taken out on average only. To first order in the step these are the updates of the source, with
 * {@code ξ = ε ξ_source, α = ε A, μ = ε²}; their order is symmetric.
 *
 * @source Ding et al. (2014), NeurIPS, algorithm 2; order of updates: Leimkuhler and Shang (2016),
 *     SIAM J. Sci. Comput. 38(2), BADODAB
 */
public final class Sgnht implements Kernel<Sgnht.State> {
  private final Config config;
  private final StochasticLogDensity target;
  private final Batches batches;

  /**
   * Settings.
   *
   * @param friction α, half the variance injected into the momentum a step over T, and where the
   *     thermostat starts; greater than 0
   * @param rate μ, how fast the thermostat reacts, greater than 0
   * @param temperature T, dimensionless; 1 targets the posterior, 0 is gradient ascent with
   *     momentum
   * @param scaled whether d holds the target's {@linkplain LogDensity#scale scales}, 1 else
   * @param numAdaptive as in {@link Sghmc.Config}
   */
  public record Config(
      double friction, double rate, double temperature, boolean scaled, long numAdaptive) {
    /** Checks the settings. */
    public Config {
      Check.positive(friction, "friction");
      Check.positive(rate, "rate");
      Check.nonNegative(temperature, "temperature");
      Check.atLeast(numAdaptive, 0L, "numAdaptive");
    }
  }

  /**
   * What the next step needs.
   *
   * @param position @shape [chains, dimension]
   * @param momentum r, @shape [chains, dimension]
   * @param thermostat ξ, @shape [chains, 1]
   * @param stiffness what the steps are measured by; null where they are as they are
   * @param step the number of steps made
   */
  public record State(
      Tensor position, Tensor momentum, Tensor thermostat, @Nullable Stiffness stiffness, long step)
      implements Kernel.State {
    @Override
    public Snapshot snapshot() {
      return new Snapshot(
          Stiffness.with(
              stiffness,
              Map.of("position", position, "momentum", momentum, "thermostat", thermostat)),
          Map.of("step", (double) step));
    }
  }

  /**
   * The kernel of a target.
   *
   * @param batches how each step's minibatches are drawn
   */
  public Sgnht(Config config, StochasticLogDensity target, Batches batches) {
    this.config = config;
    this.target = target;
    this.batches = batches;
  }

  /**
   * With settings that suit a target: those of {@link Sghmc#standard}, the thermostat reacting over
   * some hundred steps.
   *
   * @param effort what the number of steps is multiplied by
   */
  public static InferenceMethod standard(SupervisedTarget target, double effort) {
    ChainBudget budget = ChainBudget.of(target.data().size(), effort);
    Config config = new Config(budget.friction(), 1e-3, 1, true, budget.numWarmup());
    return new FromMode<>(
        "sgnht",
        of -> new Sgnht(config, of, budget.batches()),
        budget.loop(budget.step()),
        ChainBudget.CHAINS,
        Budget.of(target.data().size(), effort));
  }

  @Override
  public State init(Tensor position) {
    return new State(
        position,
        Tensor.zeros(position.dtype(), position.shape()),
        Tensor.full(position.dtype(), config.friction(), position.size(0), 1),
        Stiffness.unknownIf(config.numAdaptive() > 0, position),
        0);
  }

  @Override
  public State step(State state, double stepSize, Rng rng) {
    Tensor position = state.position();
    Tensor momentum = state.momentum();
    Tensor thermostat = state.thermostat();
    Stiffness stiffness = state.stiffness();
    DType dtype = position.dtype();
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
    Tensor stride = Stiffness.stride(stiffness, scale, dtype, stepSize);
    momentum.addProductInPlace(gradient, stride, 1);
    position.addProductInPlace(momentum, stride, 0.5);
    react(thermostat, momentum);
    momentum.mulInPlace(thermostat.neg().exp());
    if (config.temperature() > 0) {
      momentum.addProductInPlace(rng.normal(dtype, position.shape()), deviation(thermostat), 1);
    }
    react(thermostat, momentum);
    position.addProductInPlace(momentum, stride, 0.5);
    return new State(position, momentum, thermostat, stiffness, state.step() + 1);
  }

  /** Half a step of ξ. */
  private void react(Tensor thermostat, Tensor momentum) {
    Tensor heat = momentum.square().mean(1).unsqueeze(1).sub(config.temperature());
    thermostat.addInPlace(heat, config.rate() / 2);
  }

  /** {@code √(α T (1 - e^-2ξ) / ξ)}, continuous at 0. */
  private Tensor deviation(Tensor thermostat) {
    Tensor tiny = Tensor.full(thermostat.dtype(), 1e-4, thermostat.shape());
    Tensor rate = thermostat.abs().lt(1e-4).where(tiny, thermostat);
    return Special.expm1(rate.mul(-2))
        .div(rate)
        .mul(-config.friction() * config.temperature())
        .sqrt();
  }

  @Override
  public State restore(Snapshot snapshot) {
    return new State(
        Check.present(snapshot.tensors().get("position"), "position"),
        Check.present(snapshot.tensors().get("momentum"), "momentum"),
        Check.present(snapshot.tensors().get("thermostat"), "thermostat"),
        Stiffness.restore(snapshot.tensors()),
        Check.present(snapshot.numbers().get("step"), "step").longValue());
  }
}
