package org.jeffreys.inference.mcmc;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.jeffreys.core.Check;
import org.jeffreys.inference.Kernel;
import org.jeffreys.target.LogDensity;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.HostStream;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * Hamiltonian Monte Carlo whose many chains, in lockstep, learn one step size, one trajectory
 * length and one mass from each other.
 *
 * <pre>{@code
 * x = θ / d      r ~ N(0, I)      (x*, r*) = ⌈u T / ε⌉ leapfrogs of ε from (x, r)      t = their time
 * C(T) = E[(|x* - E x*|² - |x - E x|²)²] / 4
 * ∂C / ∂log T ≈ t Σ a (|x* - x̄*|² - |x - x̄|²) (x* - x̄*)ᵀ r* / Σ a      a = min(1, exp(H - H*))
 * }</pre>
 *
 * <p>In warm-up, T climbs C, the change in the estimator of the trace of the expected square; ε is
 * that whose harmonic mean of a is the wished one, by {@linkplain DualAveraging dual averaging}; d
 * are standard deviations over chains and time, found at 1/8, 1/4, 1/2 and 3/4 of warm-up. After
 * that nothing adapts. u fills (0, 1) by a van der Corput sequence. For the harmonic mean an a
 * below 0.01 counts as that, so that one chain in trouble does not stop hundreds.
 *
 * <p>A gradient of hundreds of chains of a small density costs little more than that of one, so
 * that a few hundred iterations give tens of thousands of draws. Chains on different threads learn
 * apart. However well short chains mix, their R-hat is about {@code 1 + (τ - 1) / n}, with τ the
 * autocorrelation time and n draws of each: few draws of very many chains look worse than they are.
 *
 * @source Hoffman, Radul and Sountsov (2021), An adaptive-MCMC scheme for setting trajectory
 *     lengths in Hamiltonian Monte Carlo, AISTATS, with d and the floor of a added
 */
public final class CheesHmc implements Kernel<CheesHmc.State> {
  private static final double DIVERGENT = 1000;
  private static final double LEAST_ACCEPTANCE = 0.01;
  private static final double FIRST_LENGTH = 1;
  private static final int MOST_ON_HEAP = 256;

  /** Until a mass is found, lengths are in units of nothing, and may be absurd. */
  private static final int MOST_LEAPFROGS_AT_FIRST = 32;

  private final Config config;
  private final LogDensity target;

  /**
   * Settings. The step size of the schedule is the first one tried, in units of d.
   *
   * @param acceptance the harmonic mean of the probability of acceptance to reach, in (0, 1)
   * @param numWarmup the iterations from the start in which all is found, at least 8
   * @param maxLeapfrogs the most of an iteration
   */
  public record Config(double acceptance, long numWarmup, int maxLeapfrogs) {
    /** Checks the settings. */
    public Config {
      Check.openUnit(acceptance, "acceptance");
      Check.atLeast(numWarmup, 8L, "numWarmup");
      Check.atLeast(maxLeapfrogs, 1, "maxLeapfrogs");
    }

    /** The paper's acceptance, 0.651, and at most 1,000 leapfrogs. */
    public static Config withWarmup(long numWarmup) {
      return new Config(0.651, numWarmup, 1000);
    }

    /** The ends of the windows in which d are found. */
    private LongStream windowEnds() {
      return LongStream.of(numWarmup / 8, numWarmup / 4, numWarmup / 2, numWarmup / 4 * 3);
    }

    /** The iterations since the last end of a window, this one not included. */
    private long sinceWindow(long iteration) {
      return iteration - windowEnds().filter(end -> end <= iteration).max().orElse(0);
    }

    private boolean endsWindow(long iteration) {
      return windowEnds().anyMatch(end -> end == iteration + 1);
    }

    private int mostLeapfrogs(long iteration) {
      return iteration < numWarmup / 8
          ? Math.min(maxLeapfrogs, MOST_LEAPFROGS_AT_FIRST)
          : maxLeapfrogs;
    }
  }

  /**
   * What the next step needs.
   *
   * @param position @shape [chains, dimension]
   * @param logProb there, @shape [chains, 1]
   * @param gradient there, @shape [chains, dimension]
   * @param search for the step size, of one row for all chains
   * @param length of trajectories, in units of d
   * @param variance for d
   * @param mass d, @shape [1, dimension]
   * @param accepted the sum of the probabilities of acceptance after warm-up, @shape [chains, 1]
   * @param divergent the iterations after warm-up whose energy erred by more than 1,000 nats or
   *     that left the numbers, @shape [chains, 1]
   * @param leapfrogs those made so far, each a gradient of all chains
   * @param warmup the iterations of warm-up
   * @param step the number of iterations made
   */
  public record State(
      Tensor position,
      Tensor logProb,
      Tensor gradient,
      DualAveraging search,
      TrajectoryLength length,
      PooledVariance variance,
      Tensor mass,
      Tensor accepted,
      Tensor divergent,
      long leapfrogs,
      long warmup,
      long step)
      implements Kernel.State {
    @Override
    public Snapshot snapshot() {
      Map<String, Tensor> tensors = new HashMap<>();
      tensors.put("position", position);
      tensors.put("logProb", logProb);
      tensors.put("gradient", gradient);
      tensors.put("mass", mass);
      tensors.put("accepted", accepted);
      tensors.put("divergent", divergent);
      search.save(tensors);
      variance.save(tensors);
      Map<String, Double> numbers = new HashMap<>();
      numbers.put("leapfrogs", (double) leapfrogs);
      numbers.put("step", (double) step);
      length.save(numbers);
      return new Snapshot(tensors, numbers);
    }

    /** The greatest length of trajectories, T, in units of d; they are half as long on average. */
    public double trajectoryLength() {
      return length.length();
    }

    /** The factor that the schedule's step size is multiplied by. */
    public double stepFactor() {
      return Math.exp(search.logStep().item());
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
  public CheesHmc(Config config, LogDensity target) {
    this.config = config;
    this.target = target;
  }

  @Override
  public State init(Tensor position) {
    Check.require(
        position.size(0) > 1,
        "chains",
        "at least 2 that learn from each other",
        position.size(0),
        "use hmc for one");
    Gradients.ValueAndGradient at = target.valueAndGradient(position);
    StartFailure.requireDensity(target, position, at.value());
    long chains = position.size(0);
    return new State(
        position,
        at.value().unsqueeze(1).copy(),
        at.gradient(),
        DualAveraging.start(1),
        TrajectoryLength.start(FIRST_LENGTH),
        PooledVariance.start(position),
        scale(position.dtype()).expand(1, position.size(1)).copy(),
        Tensor.zeros(DType.FLOAT64, chains, 1),
        Tensor.zeros(DType.FLOAT64, chains, 1),
        0,
        config.numWarmup(),
        0);
  }

  private Tensor scale(DType dtype) {
    Tensor scale = target.scale();
    return scale == null ? Tensor.ones(dtype, 1) : scale;
  }

  @Override
  public State step(State state, double stepSize, Rng rng) {
    double step = stepSize * state.stepFactor();
    int most = config.mostLeapfrogs(state.step());
    double time = inUnit(state.step()) * state.length().length();
    int count = (int) Math.max(1, Math.min(most, Math.ceil(time / step)));
    Tensor position = state.position();
    Tensor momentum = momentum(position, rng);
    var start = new Leapfrog.Point(position, momentum, state.logProb(), state.gradient());
    Leapfrog.Point end = new Leapfrog(target).run(start, state.mass().mul(step), count);
    Tensor gain = energy(start).sub(energy(end));
    Tensor finite = gain.isFinite();
    Tensor never = Tensor.zeros(DType.FLOAT64, gain.shape());
    Tensor acceptance = finite.where(gain.clampMax(0).exp(), never);
    TrajectoryLength length = state.length();
    if (state.step() < config.numWarmup()) {
      double slope = slope(state, end, acceptance, finite) * count * step;
      length = length.update(slope, step, step * most);
    } else {
      Tensor sane = gain.gt(-DIVERGENT).and(finite);
      state.accepted().addInPlace(acceptance);
      state.divergent().addInPlace(sane.where(never, never.add(1)));
    }
    move(state, end, uniform(gain, rng).sub(acceptance).lt(0));
    return new State(
        position,
        state.logProb(),
        state.gradient(),
        state.search(),
        state.step() < config.numWarmup() ? adapt(state, length, acceptance) : length,
        state.variance(),
        state.mass(),
        state.accepted(),
        state.divergent(),
        state.leapfrogs() + count,
        state.warmup(),
        state.step() + 1);
  }

  /** A van der Corput sequence: the bits of the iteration, from 1, behind the point. */
  private static double inUnit(long iteration) {
    double signed = Long.reverse(iteration + 1) * 0x1p-64;
    return signed < 0 ? signed + 1 : signed;
  }

  /** Of few coordinates on the heap: a native generator's call for each chain would cost more. */
  private static Tensor momentum(Tensor position, Rng rng) {
    int chains = (int) position.size(0);
    int dimension = (int) position.size(1);
    if (dimension > MOST_ON_HEAP) {
      return rng.normal(position.dtype(), position.shape());
    }
    double[] numbers = new double[chains * dimension];
    for (int c = 0; c < chains; c++) {
      HostStream stream = rng.host(c);
      for (int i = 0; i < dimension; i++) {
        numbers[c * dimension + i] = stream.nextNormal();
      }
    }
    return Tensor.of(position.dtype(), numbers, chains, dimension);
  }

  private static Tensor uniform(Tensor gain, Rng rng) {
    double[] numbers = new double[(int) gain.size(0)];
    Arrays.setAll(numbers, c -> rng.host(c).nextDouble());
    return Tensor.of(numbers, numbers.length, 1);
  }

  private static Tensor energy(Leapfrog.Point at) {
    Tensor kinetic = at.momentum().to(DType.FLOAT64).square().sumKeep(1).mulInPlace(0.5);
    return kinetic.sub(at.logProb().to(DType.FLOAT64));
  }

  /** The slope of C in log T over the time of the trajectory. */
  private static double slope(State state, Leapfrog.Point end, Tensor acceptance, Tensor finite) {
    Tensor start = state.position();
    Tensor before = centred(start, state.mass());
    Tensor after = centred(finite.where(end.position(), start), state.mass());
    Tensor momentum = finite.where(end.momentum(), before.mul(0));
    Tensor change = after.square().sumKeep(1).sub(before.square().sumKeep(1));
    Tensor slopes = change.mul(after.mul(momentum).sumKeep(1)).to(DType.FLOAT64);
    return slopes.mul(acceptance).sum().item() / acceptance.sum().item();
  }

  private static Tensor centred(Tensor position, Tensor mass) {
    Tensor scaled = position.div(mass);
    return scaled.sub(scaled.mean(0));
  }

  private static void move(State state, Leapfrog.Point end, Tensor accepted) {
    state.position().copyFrom(accepted.where(end.position(), state.position()));
    state.logProb().copyFrom(accepted.where(end.logProb(), state.logProb()));
    state.gradient().copyFrom(accepted.where(end.gradient(), state.gradient()));
  }

  private TrajectoryLength adapt(State state, TrajectoryLength length, Tensor acceptance) {
    long iteration = state.step();
    long since = config.sinceWindow(iteration);
    DualAveraging search = state.search();
    Tensor inverse = Special.reciprocal(acceptance.clampMin(LEAST_ACCEPTANCE));
    Tensor harmonic = Special.reciprocal(inverse.mean(0, 1)).reshape(1, 1);
    search.update(harmonic, config.acceptance(), since + 1);
    TrajectoryLength next = length;
    if (iteration < config.numWarmup() / 4 * 3) {
      state.variance().update(state.position(), since);
      if (config.endsWindow(iteration)) {
        long positions = (since + 1) * state.position().size(0);
        Tensor found = state.variance().scale(scale(state.position().dtype()), positions);
        state.mass().copyFrom(found);
        state.variance().restart();
        search.restart();
        next = length.restarted();
      }
    }
    if (iteration + 1 == config.numWarmup()) {
      search.finish();
      return next.finished();
    }
    return next;
  }

  @Override
  public State restore(Snapshot snapshot) {
    Map<String, Tensor> tensors = snapshot.tensors();
    Map<String, Double> numbers = snapshot.numbers();
    return new State(
        Check.present(tensors.get("position"), "position"),
        Check.present(tensors.get("logProb"), "logProb"),
        Check.present(tensors.get("gradient"), "gradient"),
        DualAveraging.restore(tensors),
        TrajectoryLength.restore(numbers),
        PooledVariance.restore(tensors),
        Check.present(tensors.get("mass"), "mass"),
        Check.present(tensors.get("accepted"), "accepted"),
        Check.present(tensors.get("divergent"), "divergent"),
        Check.present(numbers.get("leapfrogs"), "leapfrogs").longValue(),
        config.numWarmup(),
        Check.present(numbers.get("step"), "step").longValue());
  }
}
