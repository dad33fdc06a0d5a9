package org.jeffreys.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jeffreys.NativeMemory;
import org.jeffreys.SmallClasses;
import org.jeffreys.Unscoped;
import org.jeffreys.data.Dataset;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.BatchNorm;
import org.jeffreys.nn.Dropout;
import org.jeffreys.nn.Linear;
import org.jeffreys.nn.Sequential;
import org.jeffreys.optim.Adam;
import org.jeffreys.optim.Optimizer;
import org.jeffreys.optim.RmsProp;
import org.jeffreys.optim.Schedule;
import org.jeffreys.optim.Sgd;
import org.jeffreys.store.FolderCheckpoints;
import org.jeffreys.store.OutputFolder;
import org.jeffreys.target.Initializer;
import org.jeffreys.target.NormalPrior;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Training that is killed after any epoch, or within one, ends in the same bits. */
@ExtendWith(NativeMemory.class)
final class TrainingResumeTest {
  private static final int EPOCHS = 6;
  private static final String KILLED = "test: killed";

  @TempDir private Path path;

  /** A rule, how long it waits, and whether examples are held out. */
  record Case(Optimizer optimizer, double rate, int patience, boolean validated) {}

  static Stream<Case> cases() {
    return Stream.of(
        new Case(Adam.standard(), 0.02, 0, false),
        new Case(RmsProp.keras(), 0.01, 0, true),
        new Case(new Sgd(0.9), 0.01, 0, false),
        new Case(new Sgd(0), 0.01, 4, true),
        new Case(Adam.standard(), 0.5, 2, true));
  }

  /** Everything that training gives but its times. */
  private record Outcome(
      List<Byte> position, List<Byte> buffers, List<List<Double>> epochs, int best) {
    static Outcome of(Trained trained) {
      return new Outcome(
          list(trained.position()),
          list(Objects.requireNonNull(trained.buffers())),
          trained.epochs().stream().map(Outcome::list).toList(),
          trained.best());
    }

    private static List<Byte> list(Tensor tensor) {
      List<Byte> list = new ArrayList<>();
      for (byte value : tensor.toBytes()) {
        list.add(value);
      }
      return list;
    }

    private static List<Double> list(Epoch epoch) {
      return List.of(
          (double) epoch.number(),
          epoch.loss(),
          epoch.accuracy(),
          epoch.validationLoss(),
          epoch.validationAccuracy(),
          epoch.learningRate());
    }
  }

  private static SmallClasses classes() {
    Sequential network =
        Sequential.of(
            Shape.of(2),
            new Linear(2, 5),
            new BatchNorm(5),
            Activation.TANH,
            new Dropout(0.3),
            new Linear(5, SmallClasses.CLASSES));
    return SmallClasses.of(DType.FLOAT32, 22, network, NormalPrior.isotropic(1));
  }

  private static Outcome outcome(Case given, SmallClasses classes, Run run) {
    Training training =
        new Training(
            new Training.Config(
                given.optimizer,
                new Schedule.Cyclical(given.rate, 3L * EPOCHS, 0),
                8,
                EPOCHS,
                given.patience,
                Initializer.FAN_IN_UNIFORM));
    try (Dataset heldOut = SmallClasses.data(DType.FLOAT32, 13, 9);
        Trained trained =
            training.train(
                classes.target(),
                2,
                given.validated ? Optional.of(heldOut) : Optional.empty(),
                run)) {
      return Outcome.of(trained);
    }
  }

  /** Checkpoints that fail after their k-th save. */
  private record Killing(Checkpoints inner, AtomicInteger saves, int last) implements Checkpoints {
    @Override
    public Optional<Saved> latest(String part) {
      return inner.latest(part);
    }

    @Override
    public void save(String part, Checkpoint checkpoint, @Nullable Tensor newDraws) {
      inner.save(part, checkpoint, newDraws);
      if (saves.incrementAndGet() == last) {
        throw new IllegalStateException(KILLED);
      }
    }

    @Override
    public long intervalMillis() {
      return inner.intervalMillis();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void killedAfterAnyEpochItEndsInTheSameBits(Case given) {
    try (var classes = classes();
        OutputFolder folder = OutputFolder.open(path, "--out")) {
      Outcome expected = outcome(given, classes, Run.of(5));
      int made = expected.epochs().size();
      for (int last = 1; last <= made; last++) {
        String fingerprint = "run " + last;
        Killing killing =
            new Killing(new FolderCheckpoints(folder, fingerprint, 0), new AtomicInteger(), last);
        long live = Tensor.live();
        assertThatThrownBy(() -> outcome(given, classes, Run.of(5).withCheckpoints(killing)))
            .hasMessage(KILLED);
        assertThat(Tensor.live()).isEqualTo(live);
        Run resumed = Run.of(5).withCheckpoints(new FolderCheckpoints(folder, fingerprint, 0));
        assertThat(outcome(given, classes, resumed)).isEqualTo(expected);
        // And a run that has ended is read, not made again.
        Run ended =
            Run.of(5)
                .withCheckpoints(new FolderCheckpoints(folder, fingerprint, 0))
                .withProgress(
                    (done, total, note) -> {
                      throw new IllegalStateException("test: a step after the end");
                    });
        assertThat(outcome(given, classes, ended)).isEqualTo(expected);
      }
    }
  }

  /** An epoch that was not ended is made again, from its start. */
  @Test
  void killedWithinAnEpochItEndsInTheSameBits() {
    Case given = cases().findFirst().orElseThrow();
    try (var classes = classes();
        OutputFolder folder = OutputFolder.open(path, "--out")) {
      Outcome expected = outcome(given, classes, Run.of(5));
      for (int fatal : new int[] {1, 2, 3}) {
        AtomicInteger calls = new AtomicInteger();
        Run killed =
            Run.of(5)
                .withCheckpoints(new FolderCheckpoints(folder, "run", 0))
                .withProgress(
                    (done, total, note) -> {
                      if (calls.incrementAndGet() == fatal) {
                        throw new IllegalStateException(KILLED);
                      }
                    });
        assertThatThrownBy(() -> outcome(given, classes, killed)).hasMessage(KILLED);
      }
      Run resumed = Run.of(5).withCheckpoints(new FolderCheckpoints(folder, "run", 0));
      assertThat(outcome(given, classes, resumed)).isEqualTo(expected);
    }
  }

  /** Failed while a checkpoint's streams were a tensor that nobody closed. */
  @Test
  void leavesNothingBehindWhereNoScopeIsOpen() {
    Case given = cases().findFirst().orElseThrow();
    Unscoped.run(
        () -> {
          try (var classes = classes();
              OutputFolder folder = OutputFolder.open(path, "--out")) {
            Run run = Run.of(5).withCheckpoints(new FolderCheckpoints(folder, "run", 0));
            assertThat(outcome(given, classes, run)).isEqualTo(outcome(given, classes, run));
          }
        });
  }
}
