package org.jeffreys.inference.vi;

import java.util.HashMap;
import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.core.NumericalException;
import org.jeffreys.inference.Kernel;
import org.jeffreys.optim.Optimizer;
import org.jeffreys.target.VariationalTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A step up the bound of a guide, as a kernel. What it changes, it changes in place.
 *
 * <pre>{@code
 * φ' = φ + optimiser's step along ∇L̂(φ)      φ̄' = φ̄ + (1 + η) / (t + η) (φ' - φ̄), t = 1, 2, …
 * }</pre>
 *
 * @param averaging η, the power by which later iterates weigh more in φ̄
 * @param numSteps of the run: the length of the trace
 * @source Shamir and Zhang (2013), ICML, section 5, for the average
 */
public record BoundAscent(
    VariationalTarget target,
    Optimizer optimizer,
    double averaging,
    long numSteps,
    @Nullable EarlyStop earlyStop)
    implements Kernel<BoundAscent.State> {
  /**
   * What the next step needs.
   *
   * @param position φ, @shape [1, number of parameters]
   * @param average φ̄, of the same shape
   * @param carried by the optimiser
   * @param elbos of the steps made, @shape [steps of the run], float64
   * @param step the number of steps made
   * @param progress of the bound
   */
  public record State(
      Tensor position,
      Tensor average,
      Map<String, Tensor> carried,
      Tensor elbos,
      long step,
      EarlyStop.Progress progress)
      implements Kernel.State {
    @Override
    public Snapshot snapshot() {
      Map<String, Tensor> tensors = new HashMap<>(carried);
      tensors.put("position", position);
      tensors.put("average", average);
      tensors.put("elbos", elbos);
      Map<String, Double> numbers = new HashMap<>();
      numbers.put("step", (double) step);
      numbers.put("windowSum", progress.windowSum());
      numbers.put("best", progress.best());
      numbers.put("windowsSinceBest", (double) progress.windowsSinceBest());
      return new Snapshot(tensors, numbers);
    }
  }

  @Override
  public State init(Tensor position) {
    return new State(
        position,
        position.copy(),
        optimizer.init(position),
        Tensor.zeros(DType.FLOAT64, numSteps),
        0,
        EarlyStop.Progress.NONE);
  }

  @Override
  public State step(State state, double stepSize, Rng rng) {
    VariationalTarget.Bound bound = bound(state, rng);
    try (var paused = Gradients.pause()) {
      Tensor descent = bound.gradient().mulInPlace(-1);
      optimizer.stepInPieces(state.position(), descent, state.carried(), stepSize, state.step());
      double t = state.step() + 1.0;
      double share = (1 + averaging) / (t + averaging);
      state.average().mulInPlace(1 - share).addInPlace(state.position(), share);
      state.elbos().narrow(0, state.step(), 1).fill(bound.value());
    }
    long step = state.step() + 1;
    EarlyStop.Progress progress =
        earlyStop == null
            ? state.progress()
            : state.progress().after(bound.value(), step, earlyStop.window());
    return new State(
        state.position(), state.average(), state.carried(), state.elbos(), step, progress);
  }

  private VariationalTarget.Bound bound(State state, Rng rng) {
    try {
      return target.estimate(state.position(), rng);
    } catch (NumericalException e) {
      throw new NumericalException("step " + state.step() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public boolean isDone(State state) {
    return earlyStop != null && state.progress().windowsSinceBest() >= earlyStop.patience();
  }

  @Override
  public State restore(Snapshot snapshot) {
    Map<String, Tensor> carried = new HashMap<>(snapshot.tensors());
    Tensor position = Check.present(carried.remove("position"), "position");
    Tensor average = Check.present(carried.remove("average"), "average");
    Tensor elbos = Check.present(carried.remove("elbos"), "elbos");
    return new State(
        position,
        average,
        carried,
        elbos,
        (long) number(snapshot, "step"),
        new EarlyStop.Progress(
            number(snapshot, "windowSum"),
            number(snapshot, "best"),
            (long) number(snapshot, "windowsSinceBest")));
  }

  private static double number(Snapshot snapshot, String name) {
    return Check.present(snapshot.numbers().get(name), name);
  }
}
