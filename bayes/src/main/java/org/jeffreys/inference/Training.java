package org.jeffreys.inference;

import java.util.Locale;
import java.util.Optional;
import org.jeffreys.core.Check;
import org.jeffreys.core.NumericalException;
import org.jeffreys.data.Batch;
import org.jeffreys.data.Batches;
import org.jeffreys.data.Dataset;
import org.jeffreys.nn.Pass;
import org.jeffreys.optim.Optimizer;
import org.jeffreys.optim.Schedule;
import org.jeffreys.target.Initializer;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * Trains networks: the one loop over epochs of shuffled minibatches. It maximises the log posterior
 * density per datum; weight decay is the target's prior, and random layers have noise of their own
 * for each example.
 *
 * <pre>{@code
 * minimised: - (1/n) ( Σᵢ log p(yᵢ | f(xᵢ; θ)) + log p(θ) )
 * }</pre>
 *
 * <p>Checkpoints are saved after epochs, as often as asked for; a run that was killed goes on after
 * the last one and ends in the same bits.
 */
public final class Training {
  private static final String PART = "training";
  private static final long PROGRESS_NANOS = 100_000_000L;
  private static final long EVALUATED = 1000;

  private final Config config;

  /**
   * Settings.
   *
   * @param optimizer the rule
   * @param learningRate by the step, over all epochs
   * @param batchSize at least 1; the last batch of an epoch may be smaller
   * @param epochs the most that are made, at least 1
   * @param patience training ends, and goes back to its best epoch, once so many epochs have not
   *     lowered the validation loss; 0 never ends early and keeps the last epoch
   * @param initializer of the starting points
   */
  public record Config(
      Optimizer optimizer,
      Schedule learningRate,
      int batchSize,
      int epochs,
      int patience,
      Initializer initializer) {
    /** Checks the counts. */
    public Config {
      Check.atLeast(batchSize, 1, "batchSize");
      Check.atLeast(epochs, 1, "epochs");
      Check.atLeast(patience, 0, "patience");
    }
  }

  /** Training with the given settings. */
  public Training(Config config) {
    this.config = config;
  }

  /** The settings. */
  public Config config() {
    return config;
  }

  /**
   * Trains to the end.
   *
   * @param numDraws the number of networks, each from a start and with batches of its own
   * @param validation held-out examples; needed where the settings have patience
   * @throws NumericalException naming the step and the learning rate if the loss is not finite
   */
  public Trained train(
      SupervisedTarget target, int numDraws, Optional<Dataset> validation, Run run) {
    Check.atLeast(numDraws, 1, "numDraws");
    Check.require(
        config.patience() == 0 || validation.isPresent(),
        "validation",
        "held-out examples for a patience of " + config.patience(),
        "none");
    try (Rng rng = Rng.streams(run.seed(), PART, numDraws);
        TrainingState state = start(target, numDraws, run, rng)) {
      Course course = new Course(target, validation, run, rng, state);
      while (state.epoch() < config.epochs() && !isPatienceOver(state)) {
        course.epoch();
      }
      return state.trained();
    }
  }

  private TrainingState start(SupervisedTarget target, int numDraws, Run run, Rng rng) {
    try (Scope scope = Scope.open()) {
      Optional<Checkpoints.Saved> saved = run.checkpoints().latest(PART);
      if (saved.isPresent()) {
        Checkpoints.Checkpoint checkpoint = saved.get().checkpoint();
        rng.restore(checkpoint.rng().bytes());
        return TrainingState.restore(checkpoint.state(), checkpoint.step());
      }
      Tensor position = config.initializer().sample(target, numDraws, rng);
      return TrainingState.first(
          position, target.model().initialBuffers(numDraws), config.optimizer().init(position));
    }
  }

  private boolean isPatienceOver(TrainingState state) {
    return config.patience() > 0 && state.sinceBest() >= config.patience();
  }

  /** One run of training. */
  private final class Course {
    private final SupervisedTarget target;
    private final Optional<Dataset> validation;
    private final Run run;
    private final Rng rng;
    private final TrainingState state;
    private final Batches batches = new Batches.Shuffled(config.batchSize());
    private final long stepsPerEpoch;
    private long nextProgress;
    private long savedAt = System.nanoTime();

    Course(
        SupervisedTarget target,
        Optional<Dataset> validation,
        Run run,
        Rng rng,
        TrainingState state) {
      this.target = target;
      this.validation = validation;
      this.run = run;
      this.rng = rng;
      this.state = state;
      this.stepsPerEpoch = batches.stepsPerEpoch(target.data().size());
    }

    void epoch() {
      long start = System.nanoTime();
      Tally tally = new Tally();
      for (long i = 0; i < stepsPerEpoch; i++) {
        try (Scope scope = Scope.open()) {
          step(tally);
        }
        if (System.nanoTime() - nextProgress > 0) {
          requireNotInterrupted();
          requireFinite(tally.loss(), state.step, config.learningRate().at(state.step - 1));
          tell(tally, state.epoch() + 1);
          nextProgress = System.nanoTime() + PROGRESS_NANOS;
        }
      }
      double learningRate = config.learningRate().at(state.step - 1);
      requireFinite(tally.loss(), state.step, learningRate);
      Tally heldOut = new Tally();
      validation.ifPresent(data -> evaluate(data, heldOut));
      state.add(
          new Epoch(
              state.epoch() + 1,
              tally.loss(),
              tally.accuracy(),
              heldOut.loss(),
              heldOut.accuracy(),
              learningRate,
              (System.nanoTime() - start) * 1e-9),
          config.patience() > 0);
      save();
      tell(tally, state.epoch());
    }

    private void step(Tally tally) {
      Batch batch = batches.draw(target.data(), state.step, rng);
      SupervisedTarget.Estimate estimate =
          target.estimate(state.position, batch, state.buffers, -1.0 / target.data().size(), rng);
      double learningRate = config.learningRate().at(state.step);
      config
          .optimizer()
          .stepInPieces(
              state.position, estimate.gradient(), state.carried, learningRate, state.step);
      Tensor next = estimate.buffers();
      if (next != null) {
        Check.present(state.buffers, "buffers").copyFrom(next);
      }
      tally.add(target.likelihood(), estimate.logProb(), estimate.outputs(), batch.targets());
      state.step++;
    }

    /** Without noise, by running statistics. */
    private void evaluate(Dataset data, Tally tally) {
      for (long start = 0; start < data.size(); start += EVALUATED) {
        long count = Math.min(EVALUATED, data.size() - start);
        try (Scope scope = Scope.open()) {
          Tensor inputs = data.inputs().narrow(0, start, count).unsqueeze(0);
          Tensor targets = data.targets().narrow(0, start, count).unsqueeze(0);
          Pass pass = Pass.mean().withStatistics(target.model().statistics(state.buffers));
          Tensor outputs =
              target.network().forward(target.networkViews(state.position), inputs, pass);
          Tensor logProb =
              target.likelihood().logProb(target.likelihoodViews(state.position), outputs, targets);
          tally.add(target.likelihood(), logProb, outputs, targets);
        }
      }
    }

    private void save() {
      boolean isLast = state.step >= stepsPerEpoch * config.epochs();
      long interval = run.checkpoints().intervalMillis();
      boolean isDue = isLast || System.nanoTime() - savedAt >= interval * 1_000_000.0;
      if (!isDue || run.checkpoints() == Checkpoints.NONE) {
        return;
      }
      RngState streams = new RngState(rng.state());
      try (Scope scope = Scope.open()) {
        run.checkpoints()
            .save(PART, new Checkpoints.Checkpoint(state.step, streams, state.snapshot()), null);
      }
      savedAt = System.nanoTime();
    }

    private void tell(Tally tally, int number) {
      StringBuilder note = new StringBuilder();
      note.append(String.format(Locale.ROOT, "epoch %d of %d", number, config.epochs()));
      append(note, "", tally.loss(), tally.accuracy());
      if (!state.epochs.isEmpty()) {
        Epoch last = state.epochs.get(state.epochs.size() - 1);
        append(note, ", validation", last.validationLoss(), last.validationAccuracy());
      }
      run.progress().at(state.step, stepsPerEpoch * config.epochs(), note.toString());
    }
  }

  private static void append(StringBuilder note, String what, double loss, double accuracy) {
    if (!Double.isNaN(loss)) {
      note.append(what).append(String.format(Locale.ROOT, " loss %.4f", loss));
    }
    if (!Double.isNaN(accuracy)) {
      note.append(String.format(Locale.ROOT, " accuracy %.4f", accuracy));
    }
  }

  private static void requireFinite(double loss, long step, double learningRate) {
    if (!Double.isFinite(loss)) {
      throw new NumericalException(
          String.format(
              Locale.ROOT,
              "step %d: expected a finite loss, got %s at learningRate %s; lower learningRate",
              step,
              loss,
              learningRate));
    }
  }

  private static void requireNotInterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new IllegalStateException("training: expected to run to its end, got an interrupt");
    }
  }
}
