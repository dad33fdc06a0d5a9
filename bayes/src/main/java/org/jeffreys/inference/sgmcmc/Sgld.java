package org.jeffreys.inference.sgmcmc;

import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.data.Batches;
import org.jeffreys.inference.Kernel;
import org.jeffreys.target.StochasticLogDensity;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;

/**
 * Stochastic gradient Langevin dynamics.
 *
 * <pre>{@code
 * θ' = θ + ε ∇ log p̂(θ) + N(0, 2 ε T I)      p̂ = minibatch estimate of the posterior density
 * }</pre>
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
   */
  public record Config(double temperature) {
    /** Checks the temperature. */
    public Config {
      Check.nonNegative(temperature, "temperature");
    }
  }

  /**
   * What the next step needs.
   *
   * @param position @shape [chains, dimension]
   * @param step the number of steps made
   */
  public record State(Tensor position, long step) implements Kernel.State {
    @Override
    public Snapshot snapshot() {
      return new Snapshot(Map.of("position", position), Map.of("step", (double) step));
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

  @Override
  public State init(Tensor position) {
    return new State(position, 0);
  }

  @Override
  public State step(State state, double stepSize, Rng rng) {
    Tensor position = state.position();
    var batch = batches.draw(target.data(), state.step(), rng);
    Tensor gradient = target.estimateGradient(position, batch, rng);
    Tensor next = position.add(gradient, stepSize);
    if (config.temperature() > 0) {
      Tensor noise = rng.normal(position.dtype(), position.shape());
      next.addInPlace(noise, Math.sqrt(2 * stepSize * config.temperature()));
    }
    return new State(next, state.step() + 1);
  }

  @Override
  public State restore(Snapshot snapshot) {
    return new State(
        Check.present(snapshot.tensors().get("position"), "position"),
        Check.present(snapshot.numbers().get("step"), "step").longValue());
  }
}
