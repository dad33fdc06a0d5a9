package org.jeffreys.inference;

import java.util.HashMap;
import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.data.Batch;
import org.jeffreys.data.Batches;
import org.jeffreys.optim.Optimizer;
import org.jeffreys.target.StochasticLogDensity;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;

/**
 * Maximisation of the posterior density, as a kernel: each row climbs by itself, so that members of
 * an ensemble are rows. The step size is the optimiser's learning rate.
 *
 * <pre>{@code
 * θ* = argmax log p(θ | D)      maximised per datum: gradients are divided by n
 * }</pre>
 */
public final class MapEstimate implements Kernel<MapEstimate.State> {
  private final Optimizer optimizer;
  private final StochasticLogDensity target;
  private final Batches batches;

  /**
   * What the next step needs.
   *
   * @param position @shape [draws, dimension]
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

  /** The kernel of a target. */
  public MapEstimate(Optimizer optimizer, StochasticLogDensity target, Batches batches) {
    this.optimizer = optimizer;
    this.target = target;
    this.batches = batches;
  }

  @Override
  public State init(Tensor position) {
    return new State(position, optimizer.init(position), 0);
  }

  @Override
  public State step(State state, double stepSize, Rng rng) {
    Batch batch = batches.draw(target.data(), state.step(), rng);
    Tensor gradient = target.estimateGradient(state.position(), batch, rng);
    gradient.mulInPlace(-1.0 / target.data().size());
    optimizer.stepInPieces(state.position(), gradient, state.carried(), stepSize, state.step());
    return new State(state.position(), state.carried(), state.step() + 1);
  }

  @Override
  public State restore(Snapshot snapshot) {
    Map<String, Tensor> carried = new HashMap<>(snapshot.tensors());
    Tensor position = Check.present(carried.remove("position"), "position");
    long step = Check.present(snapshot.numbers().get("step"), "step").longValue();
    return new State(position, carried, step);
  }
}
