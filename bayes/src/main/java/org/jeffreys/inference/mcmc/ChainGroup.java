package org.jeffreys.inference.mcmc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jeffreys.core.Check;
import org.jeffreys.inference.Checkpoints;
import org.jeffreys.inference.Kernel;
import org.jeffreys.inference.RngState;
import org.jeffreys.target.LogDensity;
import org.jeffreys.target.PlainDensity;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The chains of one thread: each asks for a gradient, and one call serves all. No chain waits for
 * another one's iteration to end. One that has made all its own stays in the batch, where it last
 * was, so that the shape of the call, and with it the bits of the others, stay the same.
 *
 * <p>Each chain is a part of the run's checkpoints, saved as it was at its last boundary of an
 * iteration.
 */
final class ChainGroup {
  private static final int PROGRESS_MILLIS = 200;

  private final LogDensity target;
  private final Checkpoints checkpoints;
  private final List<Member> members = new ArrayList<>();
  private final int dimension;
  private final long begun = System.nanoTime();
  private double secondsBefore;
  private long warmupShares;
  private long shares;

  /** A chain, its draws, and what of it is saved. */
  private static final class Member {
    private final Chain chain;
    private final Tensor rows;
    private final DrawWriter writer;
    private int savedDraws;
    private int savedIteration = -1;

    Member(Chain chain, Tensor rows, DrawWriter writer) {
      this.chain = chain;
      this.rows = rows;
      this.writer = writer;
    }

    String part() {
      return "chain-" + chain.index();
    }
  }

  /** What all chains ask for at once, row after row. */
  private static final class Batch {
    private final double[] positions;
    private double[] values;
    private double[] gradients;

    Batch(int chains, int dimension) {
      positions = new double[chains * dimension];
      values = new double[chains];
      gradients = new double[chains * dimension];
    }
  }

  /** Finds the density at a batch's positions. */
  private interface Gradient {
    void find(Batch batch);
  }

  /** A group without chains. */
  ChainGroup(LogDensity target, Checkpoints checkpoints) {
    this.target = target;
    this.checkpoints = checkpoints;
    dimension = target.dimension();
  }

  /**
   * Adds a chain, where it was when the run was killed.
   *
   * @param rows memory to write its draws to, @shape [1, samples, dimension], open while this runs
   */
  void add(HamiltonianSampler settings, double[] scale, long seed, int index, Tensor rows) {
    DrawWriter writer = new DrawWriter(rows);
    Chain chain =
        new Chain(
            index, settings, scale, seed, writer::add, at -> StartFailure.because(target, at));
    Member member = new Member(chain, rows, writer);
    checkpoints.latest(member.part()).ifPresent(found -> resume(member, found));
    members.add(member);
  }

  private void resume(Member member, Checkpoints.Saved found) {
    Map<String, double[]> state = new HashMap<>();
    Map<String, Tensor> tensors = found.checkpoint().state().tensors();
    tensors.forEach((name, tensor) -> state.put(name, tensor.toDoubles()));
    double[] position = Check.present(state.get("position"), "position");
    Check.require(
        position.length == dimension, "checkpoint", dimension + " coordinates", position.length);
    Map<String, Double> numbers = found.checkpoint().state().numbers();
    secondsBefore = Math.max(secondsBefore, numbers.getOrDefault("seconds", 0.0));
    warmupShares = Math.max(warmupShares, numbers.getOrDefault("warmupShares", 0.0).longValue());
    shares = Math.max(shares, numbers.getOrDefault("shares", 0.0).longValue());
    member.chain.resume(found.checkpoint().rng().bytes(), state);
    member.writer.restore(found.draws(), member.chain.record().count());
    member.savedDraws = member.chain.record().count();
    member.savedIteration = member.chain.iteration();
  }

  List<Chain> chains() {
    return members.stream().map(member -> member.chain).toList();
  }

  /** The seconds of the processes that this run goes on from. */
  double secondsBefore() {
    return secondsBefore;
  }

  private Map<String, Double> times() {
    double seconds = secondsBefore + (System.nanoTime() - begun) * 1e-9;
    return Map.of(
        "seconds", seconds, "warmupShares", (double) warmupShares, "shares", (double) shares);
  }

  /** The part of this group's time that went into warm-up, of the gradients it asked for. */
  double warmupShare() {
    return shares == 0 ? 0 : (double) warmupShares / shares;
  }

  /**
   * Runs the chains to their end.
   *
   * @param advanced is told the iterations that all chains of the group have made
   * @param stopped whether to give up, because another group failed
   */
  void run(LongConsumer advanced, BooleanSupplier stopped) {
    long lastSave = System.nanoTime();
    long nextProgress = lastSave;
    try (Scope scope = Scope.open()) {
      Gradient gradient = gradient();
      Batch batch = new Batch(members.size(), dimension);
      while (!stopped.getAsBoolean() && advance(gradient, batch)) {
        long now = System.nanoTime();
        if ((now - lastSave) / 1_000_000 >= checkpoints.intervalMillis()) {
          save();
          lastSave = System.nanoTime();
        }
        if (now - nextProgress > 0) {
          advanced.accept(iterations());
          requireNotInterrupted();
          nextProgress = System.nanoTime() + PROGRESS_MILLIS * 1_000_000L;
        }
      }
    }
    save();
    members.forEach(member -> member.writer.flush());
    advanced.accept(iterations());
  }

  /** In plain Java where that is faster; the tensor belongs to the innermost scope. */
  private Gradient gradient() {
    @Nullable PlainDensity plain = target.plain();
    if (plain != null && plain.isFasterFor(members.size())) {
      PlainDensity.Evaluator evaluator = plain.evaluator();
      return batch -> evaluator.valueAndGradient(batch.positions, batch.values, batch.gradients);
    }
    Tensor positions = Tensor.empty(DType.FLOAT64, members.size(), dimension);
    return batch -> {
      try (Scope scope = Scope.open()) {
        Tensor at = positions.copyFrom(batch.positions).to(target.dtype());
        Gradients.ValueAndGradient found = target.valueAndGradient(at);
        batch.values = found.value().toDoubles();
        batch.gradients = found.gradient().toDoubles();
      }
    };
  }

  private static void requireNotInterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new IllegalStateException("sampling: expected to run to its end, got an interrupt");
    }
  }

  private long iterations() {
    return members.stream().mapToLong(member -> member.chain.iteration()).sum();
  }

  /** One gradient for each chain that goes on; whether there was one. */
  private boolean advance(Gradient gradient, Batch batch) {
    boolean goesOn = false;
    for (int i = 0; i < members.size(); i++) {
      Chain chain = members.get(i).chain;
      goesOn |= !chain.isDone();
      System.arraycopy(chain.wanted(), 0, batch.positions, i * dimension, dimension);
    }
    if (!goesOn) {
      return false;
    }
    gradient.find(batch);
    for (int i = 0; i < members.size(); i++) {
      Chain chain = members.get(i).chain;
      if (!chain.isDone()) {
        shares++;
        warmupShares += chain.isWarmingUp() ? 1 : 0;
        chain.take(batch.values[i], batch.gradients, i * dimension);
      }
    }
    return true;
  }

  private void save() {
    if (checkpoints == Checkpoints.NONE) {
      return;
    }
    for (Member member : members) {
      Chain chain = member.chain;
      if (!chain.isStarting() && chain.iteration() > member.savedIteration) {
        save(member);
      }
    }
  }

  private void save(Member member) {
    Chain chain = member.chain;
    int taken = member.writer.flush();
    try (Scope scope = Scope.open()) {
      Map<String, Tensor> tensors = new HashMap<>();
      chain
          .snapshot()
          .forEach(
              (name, values) -> {
                if (values.length > 0) {
                  tensors.put(name, Tensor.of(values, values.length));
                }
              });
      int fresh = taken - member.savedDraws;
      checkpoints.save(
          member.part(),
          new Checkpoints.Checkpoint(
              chain.iteration(),
              new RngState(chain.boundary()),
              new Kernel.Snapshot(tensors, times())),
          fresh > 0 ? member.rows.narrow(1, member.savedDraws, fresh) : null);
    }
    member.savedDraws = taken;
    member.savedIteration = chain.iteration();
  }
}
