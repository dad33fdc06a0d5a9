package org.jeffreys.inference;

import java.util.HashMap;
import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.data.Batch;
import org.jeffreys.data.Batches;
import org.jeffreys.nn.ParameterSpec;
import org.jeffreys.optim.Adam;
import org.jeffreys.optim.Optimizer;
import org.jeffreys.optim.Schedule;
import org.jeffreys.target.Initializer;
import org.jeffreys.target.StochasticLogDensity;
import org.jeffreys.target.SupervisedTarget;
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
   * Settings of a climb to the maximum: Adam in shuffled minibatches, its rate falling from {@code
   * learningRate} to 0 along half a cosine. With an epoch of one batch its end is exact.
   *
   * @param budget the batch size and the number of steps, at least 2
   * @param learningRate at the start, greater than 0
   */
  public record Config(Budget budget, double learningRate) {
    private static final double PER_ROOT_FAN_IN = 0.2;
    private static final double FASTEST = 0.05;
    private static final long LEAST_STEPS = 2;

    /** Checks the settings. */
    public Config {
      Check.atLeast(budget.numSteps(), LEAST_STEPS, "numSteps");
      Check.positive(learningRate, "learningRate");
    }

    /**
     * Settings that suit a target: twice the steps of {@link Budget#of}, and a rate of 0.2 over the
     * root of the widest layer's inputs, as the weights of wide layers are small; at most 0.05.
     */
    public static Config standard(SupervisedTarget target, double effort) {
      Budget budget = Budget.of(target.data().size(), 2 * effort);
      long fanIn =
          target.layout().slots().stream()
              .map(slot -> slot.spec())
              .filter(spec -> spec.role() == ParameterSpec.Role.WEIGHT)
              .mapToLong(ParameterSpec::fanIn)
              .max()
              .orElse(1);
      return new Config(
          new Budget(budget.batchSize(), Math.max(LEAST_STEPS, budget.numSteps())),
          Math.min(FASTEST, PER_ROOT_FAN_IN / Math.sqrt((double) fanIn)));
    }

    /** The loop, whose one draw is where it ends. */
    public SamplingLoop.Config loop() {
      long steps = budget.numSteps();
      Schedule schedule = new Schedule.Cyclical(learningRate, steps, 0);
      return new SamplingLoop.Config(steps, steps - 1, 1, schedule);
    }

    /** The kernel of a target. */
    public MapEstimate kernel(StochasticLogDensity target) {
      return new MapEstimate(Adam.standard(), target, budget.batches());
    }

    /** The climbs of some members as a method. */
    public KernelMethod<State> method(String name, int numMembers) {
      return new KernelMethod<>(name, this::kernel, loop(), numMembers, Initializer.FAN_IN_UNIFORM);
    }
  }

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

  /** One member with settings that suit a target. */
  public static InferenceMethod standard(SupervisedTarget target, double effort) {
    return Config.standard(target, effort).method("map", 1);
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
