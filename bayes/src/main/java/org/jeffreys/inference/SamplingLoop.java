package org.jeffreys.inference;

import java.util.Collection;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.core.NumericalException;
import org.jeffreys.optim.Schedule;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Runs a kernel: the one loop that owns schedule, burn-in, thinning, progress, checkpoints and
 * memory. A run that is resumed from a checkpoint ends in the same bits.
 */
public final class SamplingLoop {
  private static final int CHECK_EVERY = 20;
  private static final int PROGRESS_MILLIS = 200;

  private final Config config;

  /**
   * Settings.
   *
   * @param numSteps of each chain, warm-up included
   * @param numWarmup the steps from the start that give no draws
   * @param thinning a draw is taken every so many steps
   * @param stepSize the schedule of step sizes
   */
  public record Config(long numSteps, long numWarmup, long thinning, Schedule stepSize) {
    /** Checks that there is a draw to take. */
    public Config {
      Check.atLeast(numSteps, 1, "numSteps");
      Check.require(
          numWarmup >= 0 && numWarmup < numSteps,
          "numWarmup",
          "an integer in [0, " + numSteps + ")",
          numWarmup);
      Check.atLeast(thinning, 1, "thinning");
      Check.require(
          samples(numSteps, numWarmup, thinning, stepSize) > 0,
          "thinning",
          "at least one draw",
          "none in " + (numSteps - numWarmup) + " steps");
    }

    /** Settings whose thinning leaves about {@code draws} draws of each chain. */
    public static Config withDraws(long numSteps, long numWarmup, long draws, Schedule stepSize) {
      Check.atLeast(draws, 1L, "draws");
      long thinning = Math.max(1, (numSteps - numWarmup) / draws);
      return new Config(numSteps, numWarmup, thinning, stepSize);
    }

    /** Whether the position after {@code step} steps is a draw. */
    boolean isDraw(long step) {
      return draws(step, numWarmup, thinning, stepSize);
    }

    private static boolean draws(long step, long numWarmup, long thinning, Schedule stepSize) {
      return step > numWarmup && (step - numWarmup) % thinning == 0 && stepSize.samples(step - 1);
    }

    private static long samples(long steps, long numWarmup, long thinning, Schedule stepSize) {
      long count = 0;
      for (long step = numWarmup + thinning; step <= steps; step += thinning) {
        count += draws(step, numWarmup, thinning, stepSize) ? 1 : 0;
      }
      return count;
    }

    /** The number of draws of each chain. */
    public int numSamples() {
      return Math.toIntExact(samples(numSteps, numWarmup, thinning, stepSize));
    }

    /** The number of draws among the first {@code steps} steps. */
    int numSamplesBy(long steps) {
      return Math.toIntExact(samples(steps, numWarmup, thinning, stepSize));
    }

    /** The logarithms of a chain's weights, where the schedule weights its draws. */
    Optional<Doubles> logWeights() {
      if (!stepSize.weighted()) {
        return Optional.empty();
      }
      double[] weights = new double[numSamples()];
      int count = 0;
      for (long step = 1; step <= numSteps; step++) {
        if (isDraw(step)) {
          weights[count++] = Math.log(stepSize.at(step - 1));
        }
      }
      return Optional.of(Doubles.of(weights));
    }
  }

  /** A loop with the given settings. */
  public SamplingLoop(Config config) {
    this.config = config;
  }

  /**
   * Runs chains to their end, from a checkpoint where there is one.
   *
   * @param initial gives the starting positions, @shape [chains, dimension]
   * @param rng one stream a chain
   * @param part the name of these chains among the run's
   * @param draws memory to write the draws to, @shape [chains, samples, dimension]; the caller's
   * @param advanced is told the number of steps made
   * @return the state after the last step, owned by the caller; where the kernel was done before,
   *     later draws are not set
   */
  public <S extends Kernel.State> S run(
      Kernel<S> kernel,
      Supplier<Tensor> initial,
      Rng rng,
      Checkpoints checkpoints,
      String part,
      Tensor draws,
      LongConsumer advanced) {
    try (Chains<S> chains = start(kernel, initial, rng, checkpoints, part, draws)) {
      advanced.accept(chains.step);
      long nextProgress = System.nanoTime();
      while (chains.step < config.numSteps() && !kernel.isDone(chains.state)) {
        chains.advance();
        chains.saveIfDue();
        if (System.nanoTime() - nextProgress > 0) {
          advanced.accept(chains.step);
          requireNotInterrupted();
          nextProgress = System.nanoTime() + PROGRESS_MILLIS * 1_000_000L;
        }
      }
      chains.requireFinite();
      chains.save();
      advanced.accept(chains.step);
      return chains.handOver();
    }
  }

  private static void requireNotInterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new IllegalStateException("sampling: expected to run to its end, got an interrupt");
    }
  }

  private <S extends Kernel.State> Chains<S> start(
      Kernel<S> kernel,
      Supplier<Tensor> initial,
      Rng rng,
      Checkpoints checkpoints,
      String part,
      Tensor draws) {
    try (Scope scope = Scope.open()) {
      Optional<Checkpoints.Saved> saved = checkpoints.latest(part);
      S state =
          saved
              .map(found -> kernel.restore(found.checkpoint().state()))
              .orElseGet(() -> kernel.init(initial.get()));
      Tensor position = state.position();
      Shape expected = Shape.of(position.size(0), config.numSamples(), position.size(1));
      Check.require(Shape.of(draws.shape()).equals(expected), "draws", "shape " + expected, draws);
      Chains<S> chains = new Chains<>(kernel, rng, checkpoints, part, draws, state);
      saved.ifPresent(chains::resume);
      chains.hold(state);
      return chains;
    }
  }

  /** The chains of one part while they run. */
  private final class Chains<S extends Kernel.State> implements AutoCloseable {
    private final Kernel<S> kernel;
    private final Rng rng;
    private final Checkpoints checkpoints;
    private final String part;
    private final Tensor draws;
    private S state;
    private long step;
    private int taken;
    private int saved;
    private long lastSave = System.nanoTime();
    private boolean handedOver;

    Chains(Kernel<S> kernel, Rng rng, Checkpoints checkpoints, String part, Tensor draws, S state) {
      this.kernel = kernel;
      this.rng = rng;
      this.checkpoints = checkpoints;
      this.part = part;
      this.draws = draws;
      this.state = state;
    }

    void resume(Checkpoints.Saved found) {
      step = found.checkpoint().step();
      rng.restore(found.checkpoint().rng().bytes());
      taken = config.numSamplesBy(step);
      saved = taken;
      Tensor before = found.draws();
      if (before != null) {
        Check.require(before.size(1) == taken, "checkpoint", taken + " draws", before.size(1));
        draws.narrow(1, 0, taken).copyFrom(before);
      }
    }

    void advance() {
      double stepSize = config.stepSize().at(step);
      S before = state;
      try (Scope scope = Scope.open()) {
        S next = kernel.step(before, stepSize, rng);
        Collection<Tensor> old = before.snapshot().tensors().values();
        Collection<Tensor> made = next.snapshot().tensors().values();
        made.stream().filter(tensor -> !holds(old, tensor)).forEach(Scope::release);
        state = next;
        old.stream().filter(tensor -> !holds(made, tensor)).forEach(Tensor::close);
        step++;
        if (config.isDraw(step)) {
          draws.select(1, taken++).copyFrom(next.position());
        }
      }
      if (step % CHECK_EVERY == 0) {
        requireFinite();
      }
    }

    private static boolean holds(Collection<Tensor> tensors, Tensor one) {
      return tensors.stream().anyMatch(each -> each == one);
    }

    /** Takes a state's tensors out of the scope they were made in. */
    void hold(S next) {
      next.snapshot().tensors().values().forEach(Scope::release);
      state = next;
    }

    void requireFinite() {
      try (Scope scope = Scope.open()) {
        if (!Double.isFinite(state.position().sum().item())) {
          throw new NumericalException(
              String.format(
                  "step %d: expected finite positions, got NaN or infinity at stepSize %s; halve"
                      + " stepSize or check the prior scale",
                  step, Double.toString(config.stepSize().at(step - 1))));
        }
      }
    }

    void saveIfDue() {
      if ((System.nanoTime() - lastSave) / 1_000_000 >= checkpoints.intervalMillis()) {
        requireFinite();
        save();
      }
    }

    void save() {
      if (checkpoints == Checkpoints.NONE) {
        return;
      }
      try (Scope scope = Scope.open()) {
        @Nullable Tensor fresh = taken > saved ? draws.narrow(1, saved, taken - saved) : null;
        checkpoints.save(
            part,
            new Checkpoints.Checkpoint(step, new RngState(rng.state()), state.snapshot()),
            fresh);
      }
      saved = taken;
      lastSave = System.nanoTime();
    }

    S handOver() {
      handedOver = true;
      return state;
    }

    @Override
    public void close() {
      if (!handedOver) {
        state.snapshot().tensors().values().forEach(Tensor::close);
      }
    }
  }
}
