package org.jeffreys.inference.mcmc;

import java.util.HashMap;
import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.inference.InferenceMethod;
import org.jeffreys.inference.Kernel;
import org.jeffreys.inference.KernelMethod;
import org.jeffreys.inference.SamplingLoop;
import org.jeffreys.optim.Schedule;
import org.jeffreys.target.Initializer;
import org.jeffreys.target.LogDensity;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Hamiltonian Monte Carlo: exact up to the Monte Carlo error, at the price of all data in each
 * gradient.
 *
 * <pre>{@code
 * r ~ N(0, I)      (θ*, r*) = leapfrogs from (θ, r)      H = |r|² / 2 - log p(θ)
 * θ' = θ* with probability min(1, exp(H(θ, r) - H(θ*, r*))), else θ
 * }</pre>
 *
 * <p>Momenta have unit variance in units d: the target's {@linkplain LogDensity#scale scales}, or
 * the standard deviations that warm-up found. Each chain finds its own step size in warm-up, by
 * {@linkplain DualAveraging dual averaging}; after that nothing adapts. The number of leapfrogs
 * changes from iteration to iteration, the same for all chains, along a sequence that fills (0, 2
 * numLeapfrogs) evenly, since trajectories of one length may return to where they started.
 *
 * <p>Energies are compared in float64. A float32 network's log likelihood is a sum in float64 of
 * terms that err in the seventh digit, so that differences are right to 0.01 nats for some 10,000
 * examples.
 *
 * @source Neal (2011), Handbook of MCMC, section 5.3.2; lengths from a van der Corput sequence:
 *     Hoffman, Radul and Sountsov (2021), AISTATS, section 4
 */
public final class Hmc implements Kernel<Hmc.State> {
  /** The energy error in nats from which an iteration counts as divergent, as in Stan. */
  private static final double DIVERGENT = 1000;

  private final Config config;
  private final LogDensity target;

  /**
   * Settings. The step size of the schedule is the first one tried, in units of d.
   *
   * @param acceptance the mean probability of acceptance to reach, in (0, 1)
   * @param numLeapfrogs their mean number an iteration, at least 1
   * @param numWarmup the iterations from the start in which step size and mass are found; 0 for a
   *     step size as it is
   * @param scaled whether d are the target's scales, 1 else
   * @param massAdapted whether d are found in warm-up; twice, from its second quarter and from its
   *     third
   */
  public record Config(
      double acceptance, int numLeapfrogs, long numWarmup, boolean scaled, boolean massAdapted) {
    /** Checks the settings. */
    public Config {
      Check.openUnit(acceptance, "acceptance");
      Check.atLeast(numLeapfrogs, 1, "numLeapfrogs");
      Check.atLeast(numWarmup, 0L, "numWarmup");
    }

    /** The leapfrogs of an iteration, from 0. */
    int leapfrogs(long iteration) {
      double inUnit = Long.reverse(iteration + 1) * 0x1p-64;
      double part = inUnit < 0 ? inUnit + 1 : inUnit;
      return Math.max(1, (int) Math.round(2 * numLeapfrogs * part));
    }

    /** The first iteration of the window that an iteration is in; -1 for none. */
    private long windowStart(long iteration) {
      long quarter = numWarmup / 4;
      if (!massAdapted || iteration < quarter || iteration >= lastWindowEnd()) {
        return -1;
      }
      return iteration < 2 * quarter ? quarter : 2 * quarter;
    }

    private boolean endsWindow(long iteration) {
      return massAdapted
          && (iteration + 1 == numWarmup / 4 * 2 || iteration + 1 == lastWindowEnd());
    }

    private long lastWindowEnd() {
      return numWarmup / 4 * 3;
    }

    /** The iterations that the search for a step has seen, this one included. */
    private long searched(long iteration) {
      long start = 0;
      if (massAdapted) {
        start = iteration >= numWarmup / 4 * 2 ? numWarmup / 4 * 2 : 0;
        start = iteration >= lastWindowEnd() ? lastWindowEnd() : start;
      }
      return iteration + 1 - start;
    }
  }

  /**
   * What the next step needs.
   *
   * @param position @shape [chains, dimension]
   * @param logProb there, @shape [chains, 1]
   * @param gradient there, @shape [chains, dimension]
   * @param search for the step size
   * @param variance for the mass; null where that is given
   * @param mass d where it was found, @shape [chains, dimension]; null where it is given
   * @param accepted the sum of the probabilities of acceptance after warm-up, @shape [chains, 1]
   * @param divergent the iterations after warm-up whose energy erred by more than 1,000 nats,
   * @shape [chains, 1]
   * @param warmup the iterations of warm-up
   * @param step the number of iterations made
   */
  public record State(
      Tensor position,
      Tensor logProb,
      Tensor gradient,
      DualAveraging search,
      @Nullable WelfordVariance variance,
      @Nullable Tensor mass,
      Tensor accepted,
      Tensor divergent,
      long warmup,
      long step)
      implements Kernel.State {
    @Override
    public Snapshot snapshot() {
      Map<String, Tensor> tensors = new HashMap<>();
      tensors.put("position", position);
      tensors.put("logProb", logProb);
      tensors.put("gradient", gradient);
      tensors.put("accepted", accepted);
      tensors.put("divergent", divergent);
      search.save(tensors);
      if (variance != null) {
        variance.save(tensors);
      }
      if (mass != null) {
        tensors.put("mass", mass);
      }
      return new Snapshot(tensors, Map.of("step", (double) step));
    }

    /** The mean probability of acceptance after warm-up; NaN before its end. */
    public double acceptanceRate() {
      double iterations = step - warmup;
      return iterations > 0 ? accepted.mean(0, 1).item() / iterations : Double.NaN;
    }

    /** The divergent iterations of all chains after warm-up: 0 for a run to be trusted. */
    public long numDivergent() {
      return Math.round(divergent.sum().item());
    }
  }

  /** The kernel of a target. */
  public Hmc(Config config, LogDensity target) {
    this.config = config;
    this.target = target;
  }

  /**
   * With settings that suit a small network: four chains of 1,000 iterations of 50 leapfrogs on
   * average, the first half as warm-up.
   *
   * @param effort what the number of iterations is multiplied by
   */
  public static InferenceMethod standard(SupervisedTarget target, double effort) {
    long iterations = Math.max(8, Math.round(Check.positive(effort, "effort") * 1000));
    long warmup = iterations / 2;
    Config config = new Config(0.8, 50, warmup, true, false);
    return new KernelMethod<>(
        "hmc",
        of -> new Hmc(config, of),
        SamplingLoop.Config.withDraws(
            iterations, warmup, Math.min(100, iterations - warmup), new Schedule.Constant(0.01)),
        4,
        Initializer.FAN_IN_UNIFORM);
  }

  @Override
  public State init(Tensor position) {
    Gradients.ValueAndGradient at = target.valueAndGradient(position);
    StartFailure.requireDensity(target, position, at.value());
    long chains = position.size(0);
    boolean adapted = config.massAdapted();
    return new State(
        position,
        at.value().unsqueeze(1).copy(),
        at.gradient(),
        DualAveraging.start(chains),
        adapted ? WelfordVariance.start(position) : null,
        adapted ? scale(position.dtype()).expand(position.shape()).copy() : null,
        Tensor.zeros(DType.FLOAT64, chains, 1),
        Tensor.zeros(DType.FLOAT64, chains, 1),
        config.numWarmup(),
        0);
  }

  private Tensor scale(DType dtype) {
    Tensor scale = config.scaled() ? target.scale() : null;
    return scale == null ? Tensor.ones(dtype, 1) : scale;
  }

  @Override
  public State step(State state, double stepSize, Rng rng) {
    Tensor position = state.position();
    DType dtype = position.dtype();
    Tensor momentum = rng.normal(dtype, position.shape());
    Tensor unit = state.mass() == null ? scale(dtype) : state.mass();
    Tensor stride = unit.mul(state.search().logStep().exp().mulInPlace(stepSize).to(dtype));
    var start = new Leapfrog.Point(position, momentum, state.logProb(), state.gradient());
    Leapfrog.Point end = new Leapfrog(target).run(start, stride, config.leapfrogs(state.step()));
    Tensor gain = energy(start).sub(energy(end));
    Tensor finite = gain.isFinite();
    Tensor never = Tensor.zeros(DType.FLOAT64, gain.shape());
    Tensor acceptance = finite.where(gain.clampMax(0).exp(), never);
    Tensor accepted = rng.uniform(DType.FLOAT64, gain.shape()).sub(acceptance).lt(0);
    position.copyFrom(accepted.where(end.position(), position));
    state.logProb().copyFrom(accepted.where(end.logProb(), state.logProb()));
    state.gradient().copyFrom(accepted.where(end.gradient(), state.gradient()));
    if (state.step() < config.numWarmup()) {
      adapt(state, acceptance);
    } else {
      Tensor sane = gain.gt(-DIVERGENT).and(finite);
      state.accepted().addInPlace(acceptance);
      state.divergent().addInPlace(sane.where(never, never.add(1)));
    }
    return new State(
        position,
        state.logProb(),
        state.gradient(),
        state.search(),
        state.variance(),
        state.mass(),
        state.accepted(),
        state.divergent(),
        state.warmup(),
        state.step() + 1);
  }

  private static Tensor energy(Leapfrog.Point at) {
    Tensor kinetic = at.momentum().to(DType.FLOAT64).square().sumKeep(1).mulInPlace(0.5);
    return kinetic.sub(at.logProb().to(DType.FLOAT64));
  }

  private void adapt(State state, Tensor acceptance) {
    long iteration = state.step();
    DualAveraging search = state.search();
    search.update(acceptance, config.acceptance(), config.searched(iteration));
    WelfordVariance variance = state.variance();
    long windowStart = config.windowStart(iteration);
    if (variance != null && windowStart >= 0) {
      long count = iteration + 1 - windowStart;
      variance.update(state.position(), count);
      if (config.endsWindow(iteration)) {
        Tensor found = variance.scale(scale(state.position().dtype()), count);
        Check.present(state.mass(), "mass").copyFrom(found);
        variance.restart();
        search.restart();
      }
    }
    if (iteration + 1 == config.numWarmup()) {
      search.finish();
    }
  }

  @Override
  public State restore(Snapshot snapshot) {
    Map<String, Tensor> tensors = snapshot.tensors();
    return new State(
        Check.present(tensors.get("position"), "position"),
        Check.present(tensors.get("logProb"), "logProb"),
        Check.present(tensors.get("gradient"), "gradient"),
        DualAveraging.restore(tensors),
        config.massAdapted() ? WelfordVariance.restore(tensors) : null,
        tensors.get("mass"),
        Check.present(tensors.get("accepted"), "accepted"),
        Check.present(tensors.get("divergent"), "divergent"),
        config.numWarmup(),
        Check.present(snapshot.numbers().get("step"), "step").longValue());
  }
}
