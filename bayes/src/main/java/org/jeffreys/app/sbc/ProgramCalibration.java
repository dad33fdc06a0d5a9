package org.jeffreys.app.sbc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.core.NumericalException;
import org.jeffreys.diagnostic.EffectiveSampleSize;
import org.jeffreys.diagnostic.SimulationBasedCalibration;
import org.jeffreys.inference.Checkpoints;
import org.jeffreys.inference.Draws;
import org.jeffreys.inference.Kernel;
import org.jeffreys.inference.Parallel;
import org.jeffreys.inference.RngState;
import org.jeffreys.inference.Run;
import org.jeffreys.ppl.Model;
import org.jeffreys.ppl.Program;
import org.jeffreys.ppl.SiteDraws;
import org.jeffreys.tensor.HostStream;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * Tells whether a sampler draws from the posteriors of a program: in each simulation parameters
 * come from the prior and data from the program, the sampler is given the data, and the rank of
 * each parameter among its draws is noted. Where all is right ranks are uniform.
 *
 * <pre>{@code
 * θ ~ p(θ)      y ~ p(y | θ)      θ_1 … θ_L ~ sampler of p(θ | y)      rank = #{l: θ_l < θ}
 * }</pre>
 *
 * <p>The L draws are taken evenly from all, of which there are as many as make at least L effective
 * ones of every number, up to eight times what the sampler usually gives. Simulations are spread
 * over threads, and each is a part of the run's checkpoints: results are the same bits for any
 * number of threads, killed or not.
 *
 * @source Talts, Betancourt, Simpson, Vehtari and Gelman (2018), arXiv:1804.06788, algorithm 2
 */
public final class ProgramCalibration {
  private static final int MOST_EFFORT = 8;
  private static final String RANKS = "ranks";
  private static final String SIZE = "effectiveSampleSize";

  private final SimulatedData simulator;
  private final Config config;
  private final List<String> names;

  /**
   * Settings.
   *
   * @param numSimulations at least 2; a hundred show what is grossly wrong
   * @param numDraws L, at least 1; L + 1 that has many divisors makes even histograms
   */
  public record Config(int numSimulations, int numDraws) {
    /** Checks the counts. */
    public Config {
      Check.atLeast(numSimulations, 2, "numSimulations");
      Check.atLeast(numDraws, 1, "numDraws");
    }
  }

  /** What is put to the test. */
  @FunctionalInterface
  public interface Sampler {
    /**
     * Draws from the posterior of a model, which the caller closes.
     *
     * @param effort how many times as many draws as usual, at least 1
     * @param run of one thread, with a seed of this simulation
     */
    Draws sample(Model model, int effort, Run run);
  }

  /** One simulation. */
  private record Outcome(List<Integer> ranks, double effectiveSampleSize, String failure) {
    static Outcome failed(RuntimeException e) {
      return new Outcome(List.of(), Double.NaN, String.valueOf(e.getMessage()));
    }

    boolean hasFailed() {
      return !failure.isEmpty();
    }
  }

  private ProgramCalibration(SimulatedData simulator, Config config, List<String> names) {
    this.simulator = simulator;
    this.config = config;
    this.names = names;
  }

  /**
   * That of a program, whose data say how many observations there are and no more.
   *
   * @throws IllegalArgumentException naming a site that parameters or data cannot be drawn from: an
   *     improper prior, a factor, a parameter without a density
   */
  public static ProgramCalibration of(Program program, Config config) {
    SimulatedData simulator = SimulatedData.of(program);
    try (Scope scope = Scope.open()) {
      List<String> names = simulator.simulate(0, 0).truth().names();
      Check.atLeast(names.size(), 1, "continuous sites");
      return new ProgramCalibration(simulator, config, names);
    }
  }

  /** The numbers that are ranked, in the order of the program. */
  public List<String> names() {
    return names;
  }

  /**
   * Runs all simulations.
   *
   * @throws NumericalException if more than half of the simulations fail
   */
  public CalibrationResult run(Sampler sampler, Run run) {
    int count = config.numSimulations();
    Outcome[] outcomes = new Outcome[count];
    AtomicInteger done = new AtomicInteger();
    List<Runnable> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int simulation = i;
      tasks.add(
          () -> {
            try (Scope scope = Scope.open()) {
              outcomes[simulation] = outcome(simulation, sampler, run);
            }
            synchronized (done) {
              run.progress().at(done.incrementAndGet(), count, "");
            }
          });
    }
    Parallel.run(run.threads(), tasks);
    return result(List.of(outcomes));
  }

  private CalibrationResult result(List<Outcome> outcomes) {
    List<Outcome> made = outcomes.stream().filter(each -> !each.hasFailed()).toList();
    List<String> failures =
        IntStream.range(0, outcomes.size())
            .filter(i -> outcomes.get(i).hasFailed())
            .mapToObj(i -> "simulation " + (i + 1) + ": " + outcomes.get(i).failure())
            .toList();
    if (made.isEmpty() || failures.size() > outcomes.size() / 2) {
      throw new NumericalException(
          failures.size()
              + " of "
              + outcomes.size()
              + " simulations failed, expected at most half; "
              + failures.get(0));
    }
    List<CalibrationResult.Parameter> parameters = new ArrayList<>();
    for (int k = 0; k < names.size(); k++) {
      int number = k;
      List<Integer> ranks = made.stream().map(each -> each.ranks().get(number)).toList();
      parameters.add(
          new CalibrationResult.Parameter(
              names.get(k), new SimulationBasedCalibration(config.numDraws(), ranks)));
    }
    Doubles sizes = Doubles.of(made.stream().mapToDouble(Outcome::effectiveSampleSize));
    int few = (int) sizes.stream().filter(size -> size < config.numDraws()).count();
    return new CalibrationResult(parameters, failures, few);
  }

  /** A simulation, from its checkpoint where there is one; one that failed is tried again. */
  private Outcome outcome(int simulation, Sampler sampler, Run run) {
    String part = "simulation-" + simulation;
    Optional<Checkpoints.Saved> saved = run.checkpoints().latest(part);
    if (saved.isPresent()) {
      Kernel.Snapshot state = saved.get().checkpoint().state();
      double[] ranks = Check.present(state.tensors().get(RANKS), RANKS).toDoubles();
      Check.require(ranks.length == names.size(), RANKS, names.size() + " ranks", ranks.length);
      List<Integer> whole = Arrays.stream(ranks).mapToObj(rank -> (int) rank).toList();
      return new Outcome(whole, Check.present(state.numbers().get(SIZE), SIZE), "");
    }
    Outcome made;
    try {
      made = simulate(simulation, sampler, run.seed());
    } catch (NumericalException | IllegalArgumentException e) {
      return Outcome.failed(e);
    }
    if (run.checkpoints() != Checkpoints.NONE) {
      double[] ranks = made.ranks().stream().mapToDouble(rank -> rank).toArray();
      Kernel.Snapshot state =
          new Kernel.Snapshot(
              Map.of(RANKS, Tensor.of(ranks, ranks.length)),
              Map.of(SIZE, made.effectiveSampleSize()));
      var checkpoint = new Checkpoints.Checkpoint(1, new RngState(new byte[1]), state);
      run.checkpoints().save(part, checkpoint, null);
    }
    return made;
  }

  private Outcome simulate(int simulation, Sampler sampler, long seed) {
    SimulatedData.Simulated simulated = simulator.simulate(seed, simulation);
    long own = HostStream.keyed(seed, "sbc-sampler", simulation).nextLong();
    int effort = 1;
    SiteDraws draws = draws(sampler, simulated.model(), effort, own);
    double size = effectiveSampleSize(draws);
    while (size < config.numDraws() && effort < MOST_EFFORT) {
      double wanted = 1.2 * effort * config.numDraws() / Math.max(1, size);
      effort = (int) Math.min(MOST_EFFORT, Math.max(2.0 * effort, Math.ceil(wanted)));
      draws = draws(sampler, simulated.model(), effort, own);
      size = effectiveSampleSize(draws);
    }
    var rng = new SplittableRandom(HostStream.keyed(seed, "sbc-rank", simulation).nextLong());
    List<Integer> ranks = new ArrayList<>();
    for (int k = 0; k < names.size(); k++) {
      double truth = simulated.truth().chains(k)[0][0];
      ranks.add(SimulationBasedCalibration.rank(truth, thinned(draws.chains(k)), rng));
    }
    return new Outcome(ranks, size, "");
  }

  private static SiteDraws draws(Sampler sampler, Model model, int effort, long seed) {
    try (Draws draws = sampler.sample(model, effort, Run.of(seed))) {
      return SiteDraws.of(model, draws.values(), draws.numChains());
    }
  }

  /** The least of all numbers that vary. */
  private double effectiveSampleSize(SiteDraws draws) {
    double least = Double.POSITIVE_INFINITY;
    for (int k = 0; k < names.size(); k++) {
      double size = EffectiveSampleSize.bulk(draws.chains(k));
      least = Double.isNaN(size) ? least : Math.min(least, size);
    }
    return least;
  }

  /** L draws, evenly from all chains. */
  private double[] thinned(double[][] chains) {
    long samples = chains[0].length;
    long all = chains.length * samples;
    int count = config.numDraws();
    Check.require(all >= count, "draws", "at least numDraws, " + count, all);
    double[] thinned = new double[count];
    for (int i = 0; i < count; i++) {
      long place = (2L * i + 1) * all / (2L * count);
      thinned[i] = chains[(int) (place / samples)][(int) (place % samples)];
    }
    return thinned;
  }
}
