package org.jeffreys.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jeffreys.NativeMemory;
import org.jeffreys.SmallRegression;
import org.jeffreys.store.FolderCheckpoints;
import org.jeffreys.store.OutputFolder;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A run that is killed at any moment and resumed ends in the same bits. */
@ExtendWith(NativeMemory.class)
final class ResumeTest {
  private static final int STEPS = 24;

  @TempDir private Path path;

  static Stream<Arguments> runs() {
    return Stream.of(SmallMethods.values())
        .flatMap(method -> Stream.of(1, 2).map(threads -> Arguments.of(method, threads)));
  }

  /** Everything a run gives, as bytes by name. */
  private static Map<String, List<Byte>> outcome(
      SmallMethods method, SupervisedTarget target, Run run) {
    Map<String, List<Byte>> outcome = new TreeMap<>();
    try (var sampled = method.of(3, STEPS).sample(target, run)) {
      outcome.put("draws", list(sampled.draws().values()));
      for (int group = 0; group < sampled.last().size(); group++) {
        Kernel.Snapshot last = sampled.last().get(group).snapshot();
        for (String name : last.tensors().keySet()) {
          outcome.put(name + group, list(last.tensors().get(name)));
        }
        outcome.put("numbers" + group, list(last.numbers().toString()));
      }
    }
    return outcome;
  }

  private static List<Byte> list(Tensor tensor) {
    List<Byte> list = new ArrayList<>();
    for (byte value : tensor.toBytes()) {
      list.add(value);
    }
    return list;
  }

  private static List<Byte> list(String text) {
    return text.chars().mapToObj(c -> (byte) c).toList();
  }

  private FolderCheckpoints checkpoints(OutputFolder folder, String fingerprint) {
    return new FolderCheckpoints(folder, fingerprint, 0);
  }

  private static SmallRegression regression() {
    return SmallRegression.of(DType.FLOAT32, 23, GaussianLikelihood.learned(0.4));
  }

  /** Failed with the state of the random streams not restored, and with the step not restored. */
  @Tag("slow")
  @ParameterizedTest
  @MethodSource("runs")
  void killedAtASaveItEndsInTheSameBits(SmallMethods method, int threads) {
    Random random = new Random(17);
    try (var regression = regression();
        OutputFolder folder = OutputFolder.open(path, "--out")) {
      SupervisedTarget target = regression.target();
      Run run = Run.of(5).withThreads(threads);
      var expected = outcome(method, target, run);
      for (int k = 0; k < 4; k++) {
        String fingerprint = "run " + k;
        for (int kill = 0; kill < 2; kill++) {
          Killing killing =
              new Killing(
                  checkpoints(folder, fingerprint),
                  new AtomicInteger(),
                  1 + random.nextInt(STEPS / 2),
                  random.nextBoolean());
          assertThatThrownBy(() -> outcome(method, target, run.withCheckpoints(killing)))
              .isInstanceOf(IllegalStateException.class)
              .hasMessageStartingWith("test: killed");
        }
        Run resumed = run.withCheckpoints(checkpoints(folder, fingerprint));
        assertThat(outcome(method, target, resumed)).isEqualTo(expected);
        // And a run that has ended is read, not made again.
        assertThat(outcome(method, target, resumed)).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("runs")
  void killedByItsProgressItEndsInTheSameBits(SmallMethods method, int threads) {
    try (var regression = regression();
        OutputFolder folder = OutputFolder.open(path, "--out")) {
      Run run = Run.of(5).withThreads(threads);
      var expected = outcome(method, regression.target(), run);
      for (int last = 1; last <= 3; last++) {
        AtomicInteger calls = new AtomicInteger();
        int fatal = last;
        Run killed =
            run.withCheckpoints(checkpoints(folder, "run"))
                .withProgress(
                    (done, total, note) -> {
                      if (calls.incrementAndGet() == fatal) {
                        throw new IllegalStateException("test: killed");
                      }
                    });
        assertThatThrownBy(() -> outcome(method, regression.target(), killed))
            .hasMessage("test: killed");
      }
      Run resumed = run.withCheckpoints(checkpoints(folder, "run"));
      assertThat(outcome(method, regression.target(), resumed)).isEqualTo(expected);
    }
  }

  @Test
  void anotherFingerprintStartsAnew() {
    try (var regression = regression();
        OutputFolder folder = OutputFolder.open(path, "--out")) {
      Run first = Run.of(5).withCheckpoints(checkpoints(folder, "seed 5"));
      var one = outcome(SmallMethods.SGLD, regression.target(), first);
      List<Long> told = new ArrayList<>();
      Run second =
          Run.of(6)
              .withCheckpoints(checkpoints(folder, "seed 6"))
              .withProgress((done, total, note) -> told.add(done));
      var two = outcome(SmallMethods.SGLD, regression.target(), second);
      assertThat(told).startsWith(0L);
      assertThat(two)
          .isEqualTo(outcome(SmallMethods.SGLD, regression.target(), Run.of(6)))
          .isNotEqualTo(one);
    }
  }

  @Test
  void damagedCheckpointsStopTheRunAndLeakNothing() throws IOException {
    try (var regression = regression();
        OutputFolder folder = OutputFolder.open(path, "--out")) {
      Run run = Run.of(5).withThreads(2).withCheckpoints(checkpoints(folder, "run"));
      outcome(SmallMethods.MAP, regression.target(), run);
      Path file = folder.path().resolve("checkpoint/chains-0-0.draws-3.safetensors");
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length - 1] ^= 1;
      Files.write(file, bytes);
      long live = Tensor.live();
      Run resumed = run.withCheckpoints(checkpoints(folder, "run"));
      assertThatThrownBy(() -> outcome(SmallMethods.MAP, regression.target(), resumed))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessage(
              file
                  + ": expected content with the SHA-256 of its header, got other content; the"
                  + " file is damaged");
      assertThat(Tensor.live()).isEqualTo(live);
    }
  }

  @Test
  void aCheckpointOfOtherSettingsStopsTheRunAndLeaksNothing() {
    try (var regression = regression();
        OutputFolder folder = OutputFolder.open(path, "--out")) {
      Run run = Run.of(5).withCheckpoints(checkpoints(folder, "run"));
      outcome(SmallMethods.SGLD, regression.target(), run);
      long live = Tensor.live();
      assertThatThrownBy(() -> SmallMethods.SGLD.of(3, STEPS + 40).sample(regression.target(), run))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("checkpoint: expected 4 draws, got 9");
      assertThat(Tensor.live()).isEqualTo(live);
    }
  }
}
