package org.jeffreys.inference.swag;

import java.util.HashMap;
import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.data.Batch;
import org.jeffreys.data.Batches;
import org.jeffreys.inference.Kernel;
import org.jeffreys.optim.Sgd;
import org.jeffreys.target.StochasticLogDensity;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Stochastic gradient descent at a constant rate, with the moments of where it goes. The step size
 * is the learning rate η.
 *
 * <pre>{@code
 * θ' = θ + η ∇ log p̂(θ | D) / n      every so many steps: m' = m + (θ' - m) / t
 * s' = s + (θ' - m)(θ' - m')      d_t = θ' - m', of which the last K are kept
 * }</pre>
 *
 * <p>s / t is the mean of squares less the square of the mean, without the cancellation that
 * float32 would suffer.
 *
 * @source Izmailov et al. (2018), Averaging weights leads to wider optima and better
 *     generalization, UAI, algorithm 1; Maddox et al. (2019), algorithm 1
 */
public final class StochasticWeightAveraging implements Kernel<StochasticWeightAveraging.State> {
  private final Config config;
  private final StochasticLogDensity target;
  private final Batches batches;
  private final @Nullable Tensor rates;

  /**
   * Settings.
   *
   * @param momentum in [0, 1)
   * @param every the steps from one collected position to the next, at least 1
   * @param rank K, the deviations that are kept, at least 2
   */
  public record Config(double momentum, long every, int rank) {
    /** Checks the settings. */
    public Config {
      Check.require(momentum >= 0 && momentum < 1, "momentum", "a value in [0, 1)", momentum);
      Check.atLeast(every, 1L, "every");
      Check.atLeast(rank, 2, "rank");
    }
  }

  /**
   * What the next step needs.
   *
   * @param position @shape [chains, dimension]
   * @param carried by the optimiser
   * @param moments of the positions collected
   * @param step the number of steps made
   */
  public record State(Tensor position, Map<String, Tensor> carried, Moments moments, long step)
      implements Kernel.State {
    /** Copies the map. */
    public State {
      carried = Map.copyOf(carried);
    }

    @Override
    public Snapshot snapshot() {
      Map<String, Tensor> tensors = new HashMap<>(carried);
      tensors.put("position", position);
      tensors.put("mean", moments.mean());
      tensors.put("squares", moments.squares());
      tensors.put("deviations", moments.deviations());
      return new Snapshot(
          tensors, Map.of("step", (double) step, "count", (double) moments.count()));
    }
  }

  /** The kernel of a target, whose step size is η. */
  public StochasticWeightAveraging(Config config, StochasticLogDensity target, Batches batches) {
    this(config, target, batches, null);
  }

  /**
   * The kernel of a target, whose step size is in units of rates.
   *
   * @param rates of each chain, @shape [chains, 1], the caller's; null for 1
   */
  public StochasticWeightAveraging(
      Config config, StochasticLogDensity target, Batches batches, @Nullable Tensor rates) {
    this.config = config;
    this.target = target;
    this.batches = batches;
    this.rates = rates;
  }

  private Sgd optimizer() {
    return new Sgd(config.momentum());
  }

  @Override
  public State init(Tensor position) {
    return new State(
        position, optimizer().init(position), Moments.none(position, config.rank()), 0);
  }

  @Override
  public State step(State state, double stepSize, Rng rng) {
    Tensor position = state.position();
    Batch batch = batches.draw(target.data(), state.step(), rng);
    Tensor gradient = target.estimateGradient(position, batch, rng);
    gradient.mulInPlace(-1.0 / target.data().size());
    if (rates != null) {
      gradient.mulInPlace(rates);
    }
    optimizer().stepInPieces(position, gradient, state.carried(), stepSize, state.step());
    long step = state.step() + 1;
    Moments moments = step % config.every() == 0 ? state.moments().with(position) : state.moments();
    return new State(position, state.carried(), moments, step);
  }

  @Override
  public State restore(Snapshot snapshot) {
    Map<String, Tensor> carried = new HashMap<>(snapshot.tensors());
    Tensor position = Check.present(carried.remove("position"), "position");
    Moments moments =
        new Moments(
            Check.present(carried.remove("mean"), "mean"),
            Check.present(carried.remove("squares"), "squares"),
            Check.present(carried.remove("deviations"), "deviations"),
            Check.present(snapshot.numbers().get("count"), "count").longValue());
    long step = Check.present(snapshot.numbers().get("step"), "step").longValue();
    return new State(position, carried, moments, step);
  }
}
