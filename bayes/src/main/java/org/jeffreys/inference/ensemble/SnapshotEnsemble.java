package org.jeffreys.inference.ensemble;

import org.jeffreys.core.Check;
import org.jeffreys.inference.Budget;
import org.jeffreys.inference.InferenceMethod;
import org.jeffreys.inference.KernelMethod;
import org.jeffreys.inference.MapEstimate;
import org.jeffreys.inference.Posterior;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.SamplingLoop;
import org.jeffreys.optim.Adam;
import org.jeffreys.optim.Schedule;
import org.jeffreys.target.Initializer;
import org.jeffreys.target.SupervisedTarget;

/**
 * A snapshot ensemble: one climb whose learning rate falls along cosines, again and again. The
 * large rate at the start of a cycle leaves a maximum, and the end of the cycle is in the next one:
 * a draw a cycle.
 *
 * <pre>{@code
 * η(t) = η₀ / 2 (cos(π (t mod C) / C) + 1)      draws after steps C, 2 C, …
 * }</pre>
 *
 * <p>Snapshots cost less than members trained from the start, since a cycle may be short, and are
 * more alike, since each starts where the one before ended. The first cycles may be left out.
 *
 * <p>The source climbs by SGD with momentum; this by Adam, whose rate needs no tuning to the scale
 * of the noise. What it carries goes on from cycle to cycle.
 *
 * @source Huang et al. (2017), Snapshot ensembles: train 1, get M for free, ICLR, eq. 2
 */
public final class SnapshotEnsemble implements InferenceMethod {
  private static final int STANDARD_SNAPSHOTS = 10;
  private static final int STANDARD_SKIPPED = 2;
  private static final long SHORTEST_CYCLE = 2;

  private final Config config;

  /**
   * Settings.
   *
   * @param numSnapshots the cycles that give a draw, at least 1
   * @param numSkipped the cycles before these
   * @param cycle the batch size, and the number of steps of a cycle, at least 2
   * @param learningRate η₀, greater than 0
   * @param numChains climbs side by side, each of as many snapshots; at least 1
   */
  public record Config(
      int numSnapshots, int numSkipped, Budget cycle, double learningRate, int numChains) {
    /** Checks the settings. */
    public Config {
      Check.atLeast(numSnapshots, 1, "numSnapshots");
      Check.atLeast(numSkipped, 0, "numSkipped");
      Check.atLeast(cycle.numSteps(), SHORTEST_CYCLE, "numSteps");
      Check.positive(learningRate, "learningRate");
      Check.atLeast(numChains, 1, "numChains");
    }
  }

  /** An ensemble. */
  public SnapshotEnsemble(Config config) {
    this.config = config;
  }

  /**
   * One climb of twelve cycles, each a quarter of what one maximum is given; the last ten give
   * draws.
   */
  public static InferenceMethod standard(SupervisedTarget target, double effort) {
    MapEstimate.Config climb = MapEstimate.Config.standard(target, effort);
    Budget all = climb.budget();
    Budget cycle = new Budget(all.batchSize(), Math.max(SHORTEST_CYCLE, all.numSteps() / 4));
    return new SnapshotEnsemble(
        new Config(STANDARD_SNAPSHOTS, STANDARD_SKIPPED, cycle, climb.learningRate(), 1));
  }

  @Override
  public String name() {
    return "snapshot-ensemble";
  }

  @Override
  public Posterior fit(SupervisedTarget target, Run run) {
    long length = config.cycle().numSteps();
    long numSteps = (config.numSkipped() + (long) config.numSnapshots()) * length;
    return new KernelMethod<>(
            name(),
            of -> new MapEstimate(Adam.standard(), of, config.cycle().batches()),
            new SamplingLoop.Config(
                numSteps,
                config.numSkipped() * length,
                length,
                new Schedule.Cyclical(config.learningRate(), length, 0)),
            config.numChains(),
            Initializer.FAN_IN_UNIFORM)
        .fit(target, run);
  }
}
