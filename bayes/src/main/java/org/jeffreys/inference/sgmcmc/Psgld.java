package org.jeffreys.inference.sgmcmc;

import java.util.HashMap;
import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.data.Batch;
import org.jeffreys.data.Batches;
import org.jeffreys.inference.Budget;
import org.jeffreys.inference.InferenceMethod;
import org.jeffreys.inference.Kernel;
import org.jeffreys.target.StochasticLogDensity;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Preconditioned stochastic gradient Langevin dynamics: SGLD whose steps go by RMSprop.
 *
 * <pre>{@code
 * v' = ρ v + (1 - ρ) ḡ²      ḡ = ∇ log p̂(θ) / n, v starting at the first ḡ²
 * G = 1 / (λ + √v')
 * θ' = θ + ε (G ∇ log p̂(θ) + T Γ) + N(0, 2 ε T G)      Γᵢ = ∂Gᵢ / ∂θᵢ
 * }</pre>
 *
 * <p>What to do about Γ is {@link Correction}'s affair.
 *
 * @source Li, Chen, Carlson and Carin (2016), AAAI, algorithm 1, with ε standing for their ε/2
 */
public final class Psgld implements Kernel<Psgld.State> {
  private final Config config;
  private final StochasticLogDensity target;
  private final Batches batches;

  /** What is done about Γ, without which a changing G distorts the posterior. */
  public enum Correction {
    /**
     * Γ is left out, as the source does in practice. As ε falls to 0 at a given ρ the draws are
     * then not of p but of p / G in one dimension, p (λ + |ḡ|) with full gradients: too wide, as if
     * steep places were more probable. The error falls with 1 - ρ, as the steps that v remembers
     * reach farther than the chain takes to forget where it is.
     */
    OMITTED,
    /**
     * Γ is estimated, for the price of two more gradients a step.
     *
     * <pre>{@code
     * Γ = -G² s / (2 √v')      s' = ρ s + (1 - ρ) 2 ḡ (z / t) ∂ḡ/∂(t z)      z = ±1 at random
     * }</pre>
     *
     * <p>s follows ∂v/∂θ as v follows ḡ², with the diagonal of the second derivatives by finite
     * differences in steps of t, the target's scale. It is noisy: steps have to be small.
     */
    ESTIMATED,
    /** G stays as it is after the adaptive steps, so that Γ is 0 and the posterior exact. */
    FROZEN
  }

  /**
   * Settings.
   *
   * @param memory ρ in [0, 1)
   * @param floor λ, greater than 0, in units of ḡ
   * @param temperature T, dimensionless; 1 targets the posterior, 0 is gradient ascent
   * @param correction what is done about Γ
   * @param numAdaptive the steps from the start in which G, if it is to be frozen, and the largest
   *     curvature of {@code √G ∇² log p √G} are followed; step sizes are then in units of 1 over
   *     that. 0 for step sizes as they are
   */
  public record Config(
      double memory, double floor, double temperature, Correction correction, long numAdaptive) {
    /** Checks the settings. */
    public Config {
      Check.require(memory >= 0 && memory < 1, "memory", "a value in [0, 1)", memory);
      Check.positive(floor, "floor");
      Check.nonNegative(temperature, "temperature");
      Check.atLeast(numAdaptive, 0L, "numAdaptive");
      Check.require(
          correction != Correction.FROZEN || numAdaptive > 0,
          "numAdaptive",
          "an integer > 0 for a frozen preconditioner",
          numAdaptive);
    }
  }

  /**
   * What the next step needs.
   *
   * @param position @shape [chains, dimension]
   * @param meanSquare v, @shape [chains, dimension]
   * @param slope s, @shape [chains, dimension]; null where Γ is not estimated
   * @param stiffness what the steps are measured by; null where they are as they are
   * @param step the number of steps made
   */
  public record State(
      Tensor position,
      Tensor meanSquare,
      @Nullable Tensor slope,
      @Nullable Stiffness stiffness,
      long step)
      implements Kernel.State {
    @Override
    public Snapshot snapshot() {
      Map<String, Tensor> tensors = new HashMap<>();
      tensors.put("position", position);
      tensors.put("meanSquare", meanSquare);
      if (slope != null) {
        tensors.put("slope", slope);
      }
      return new Snapshot(Stiffness.with(stiffness, tensors), Map.of("step", (double) step));
    }
  }

  /**
   * The kernel of a target.
   *
   * @param batches how each step's minibatches are drawn
   */
  public Psgld(Config config, StochasticLogDensity target, Batches batches) {
    this.config = config;
    this.target = target;
    this.batches = batches;
  }

  /**
   * With settings that suit a target: ρ = 0.99 in warm-up, then frozen.
   *
   * @param effort what the number of steps is multiplied by
   */
  public static InferenceMethod standard(SupervisedTarget target, double effort) {
    ChainBudget budget = ChainBudget.of(target.data().size(), effort);
    Config config = new Config(0.99, 1e-5, 1, Correction.FROZEN, budget.numWarmup());
    return new FromMode<>(
        "psgld",
        of -> new Psgld(config, of, budget.batches()),
        budget.loop(budget.langevinStep()),
        ChainBudget.CHAINS,
        Budget.of(target.data().size(), effort));
  }

  @Override
  public State init(Tensor position) {
    DType dtype = position.dtype();
    return new State(
        position,
        Tensor.zeros(dtype, position.shape()),
        config.correction() == Correction.ESTIMATED ? Tensor.zeros(dtype, position.shape()) : null,
        Stiffness.unknownIf(config.numAdaptive() > 0, position),
        0);
  }

  @Override
  public State step(State state, double stepSize, Rng rng) {
    Tensor position = state.position();
    Tensor slope = state.slope();
    Stiffness stiffness = state.stiffness();
    Batch batch = batches.draw(target.data(), state.step(), rng);
    double n = target.data().size();
    Tensor gradient = target.estimateGradient(position, batch, rng);
    boolean frozen =
        config.correction() == Correction.FROZEN && state.step() >= config.numAdaptive();
    double kept = state.step() == 0 ? 0 : config.memory();
    Tensor meanSquare = state.meanSquare();
    if (!frozen) {
      meanSquare.mulInPlace(kept).addProductInPlace(gradient, gradient, (1 - kept) / (n * n));
    }
    Tensor root = meanSquare.sqrt();
    Tensor preconditioner = Special.reciprocal(root.add(config.floor()));
    Tensor move = gradient.mul(preconditioner);
    if (slope != null) {
      Tensor curvature = diagonal(position, batch, rng);
      slope.mulInPlace(kept).addProductInPlace(gradient, curvature, 2 * (1 - kept) / (n * n));
      // Γ = -G² s / (2 √v)
      Tensor correction = preconditioner.square().mul(slope).div(root.clampMin(1e-30));
      move.addInPlace(correction, -0.5 * config.temperature());
    }
    Tensor deviation = preconditioner.sqrt();
    // Once more: the first was needed for the scale in which this one is looked at.
    Stiffness.gradient(
        stiffness,
        state.step(),
        config.numAdaptive(),
        (at, noise) -> target.estimateGradient(at, batch, noise),
        position,
        deviation,
        rng);
    advance(position, move, deviation, stiffness, stepSize, rng);
    return new State(position, meanSquare, slope, stiffness, state.step() + 1);
  }

  /** {@code θ += ε move + N(0, 2 ε T deviation²)}, ε in units of 1/λ where that is known. */
  private void advance(
      Tensor position,
      Tensor move,
      Tensor deviation,
      @Nullable Stiffness stiffness,
      double stepSize,
      Rng rng) {
    double spread = Math.sqrt(2 * stepSize * config.temperature());
    if (stiffness != null) {
      move.mulInPlace(Special.reciprocal(stiffness.value()));
      deviation.mulInPlace(Special.reciprocalSqrt(stiffness.value()));
    }
    position.addInPlace(move, stepSize);
    if (spread > 0) {
      position.addProductInPlace(rng.normal(position.dtype(), position.shape()), deviation, spread);
    }
  }

  /** An unbiased estimate of the second derivatives, from one difference. */
  private Tensor diagonal(Tensor position, Batch batch, Rng rng) {
    double delta = position.dtype() == DType.FLOAT32 ? 1e-2 : 1e-5;
    Tensor signs = Special.sign(rng.normal(position.dtype(), position.shape()));
    @Nullable Tensor scale = target.scale();
    Tensor shift = scale == null ? signs : signs.mul(scale);
    byte[] before = rng.state();
    Tensor here = target.estimateGradient(position, batch, rng);
    rng.restore(before); // the same layers' noise on both sides of the difference
    Tensor there = target.estimateGradient(position.add(shift, delta), batch, rng);
    return there.sub(here).mulInPlace(1 / delta).div(shift);
  }

  @Override
  public State restore(Snapshot snapshot) {
    return new State(
        Check.present(snapshot.tensors().get("position"), "position"),
        Check.present(snapshot.tensors().get("meanSquare"), "meanSquare"),
        snapshot.tensors().get("slope"),
        Stiffness.restore(snapshot.tensors()),
        Check.present(snapshot.numbers().get("step"), "step").longValue());
  }
}
