package org.jeffreys.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jeffreys.NativeMemory;
import org.jeffreys.inference.Checkpoints.Checkpoint;
import org.jeffreys.inference.Checkpoints.Saved;
import org.jeffreys.inference.Kernel;
import org.jeffreys.inference.RngState;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NativeMemory.class)
final class FolderCheckpointsTest {
  @TempDir private Path path;
  private OutputFolder folder;

  @BeforeEach
  void open() {
    folder = OutputFolder.open(path, "--out");
  }

  @AfterEach
  void close() {
    folder.close();
  }

  private FolderCheckpoints checkpoints() {
    return new FolderCheckpoints(folder, "a run", 0);
  }

  private static Checkpoint checkpoint(long step) {
    return new Checkpoint(
        step,
        new RngState(new byte[] {1, 2, (byte) step}),
        new Kernel.Snapshot(
            Map.of("position", Tensor.of(new double[] {step, -1}, 1, 2)),
            Map.of("step", (double) step, "numSeen", 0.1)));
  }

  private static Tensor draws(double... values) {
    return Tensor.of(values, 1, values.length / 2, 2);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder.path().resolve("checkpoint"))) {
      return files.sorted().toList();
    }
  }

  @Test
  void givesBackWhatWasSavedLast() {
    FolderCheckpoints first = checkpoints();
    assertThat(first.isResuming()).isFalse();
    assertThat(first.latest("a")).isEmpty();
    first.save("a", checkpoint(1), null);
    first.save("a", checkpoint(2), draws(1, 2));
    first.save("b", checkpoint(7), null);
    first.save("a", checkpoint(3), draws(3, 4, 5, 6));

    FolderCheckpoints second = checkpoints();
    assertThat(second.isResuming()).isTrue();
    Saved saved = second.latest("a").orElseThrow();
    assertThat(saved.checkpoint().step()).isEqualTo(3);
    assertThat(saved.checkpoint().rng()).isEqualTo(checkpoint(3).rng());
    assertThat(saved.checkpoint().state().numbers())
        .containsExactlyInAnyOrderEntriesOf(Map.of("step", 3.0, "numSeen", 0.1));
    assertThat(saved.checkpoint().state().tensors()).containsOnlyKeys("position");
    assertThat(saved.checkpoint().state().tensors().get("position").toDoubles())
        .containsExactly(3, -1);
    assertThat(Objects.requireNonNull(saved.draws()).toDoubles()).containsExactly(1, 2, 3, 4, 5, 6);
    second.save("a", checkpoint(4), draws(7, 8));
    Saved later = checkpoints().latest("a").orElseThrow();
    assertThat(Objects.requireNonNull(later.draws()).shape()).containsExactly(1, 4, 2);
    assertThat(checkpoints().latest("b").orElseThrow().draws()).isNull();
  }

  /** Killed after the draws were written and before the state was. */
  @Test
  void drawsWithoutTheirStateAreWrittenAgain() throws IOException {
    FolderCheckpoints first = checkpoints();
    first.save("a", checkpoint(1), draws(1, 2));
    byte[] state = Files.readAllBytes(folder.path().resolve("checkpoint/a.safetensors"));
    first.save("a", checkpoint(2), draws(8, 9));
    Files.write(folder.path().resolve("checkpoint/a.safetensors"), state);
    FolderCheckpoints second = checkpoints();
    assertThat(Objects.requireNonNull(second.latest("a").orElseThrow().draws()).toDoubles())
        .containsExactly(1, 2);
    second.save("a", checkpoint(2), draws(3, 4));
    assertThat(Objects.requireNonNull(checkpoints().latest("a").orElseThrow().draws()).toDoubles())
        .containsExactly(1, 2, 3, 4);
  }

  @Test
  void anotherFingerprintStartsAnew() throws IOException {
    checkpoints().save("a", checkpoint(1), draws(1, 2));
    FolderCheckpoints other = new FolderCheckpoints(folder, "another run", 0);
    assertThat(other.isResuming()).isFalse();
    assertThat(other.latest("a")).isEmpty();
    assertThat(files())
        .extracting(file -> String.valueOf(file.getFileName()))
        .containsExactly("run.txt");
  }

  @Test
  void clearLeavesNothing() {
    FolderCheckpoints checkpoints = checkpoints();
    checkpoints.save("a", checkpoint(1), draws(1, 2));
    checkpoints.clear();
    assertThat(folder.path().resolve("checkpoint")).doesNotExist();
    assertThat(checkpoints.isResuming()).isFalse();
    checkpoints.clear();
    assertThat(checkpoints().latest("a")).isEmpty();
  }

  /** A fit of several is done; the others go on. */
  @Test
  void aPartIsClearedByItself() throws IOException {
    FolderCheckpoints checkpoints = checkpoints();
    checkpoints.save("map-1-a", checkpoint(1), draws(1, 2));
    checkpoints.save("map-10-a", checkpoint(2), draws(3, 4));
    checkpoints.clear("map-1-");
    assertThat(checkpoints.latest("map-1-a")).isEmpty();
    assertThat(Objects.requireNonNull(checkpoints().latest("map-10-a").orElseThrow().draws()))
        .satisfies(draws -> assertThat(draws.toDoubles()).containsExactly(3, 4));
    assertThat(files()).hasSize(3);
    assertThatThrownBy(() -> checkpoints.clear(""))
        .hasMessage("prefix: expected the beginning of names, got nothing");
  }

  @Test
  void damageIsOneClearException() throws IOException {
    FolderCheckpoints checkpoints = checkpoints();
    checkpoints.save("a", checkpoint(1), draws(1, 2));
    checkpoints.save("a", checkpoint(2), draws(3, 4));
    Random random = new Random(3);
    for (Path file : files()) {
      if (!file.toString().endsWith(".safetensors")) {
        continue;
      }
      byte[] whole = Files.readAllBytes(file);
      for (int k = 0; k < 200; k++) {
        byte[] damaged = whole.clone();
        damaged[random.nextInt(whole.length)] ^= (byte) (1 + random.nextInt(255));
        Files.write(
            file, k % 2 == 0 ? damaged : Arrays.copyOf(whole, random.nextInt(whole.length)));
        long live = Tensor.live();
        assertThatThrownBy(() -> checkpoints().latest("a"))
            .isInstanceOf(UncheckedIOException.class)
            .hasMessageStartingWith(file + ": expected ")
            .hasMessageEndingWith("; the file is damaged");
        assertThat(Tensor.live() - live).isBetween(0L, 4L); // in the scope of the caller
      }
      Files.delete(file);
      if (file.toString().contains("draws")) {
        assertThatThrownBy(() -> checkpoints().latest("a"))
            .isInstanceOf(UncheckedIOException.class)
            .hasMessage(file + ": expected a readable file, got NoSuchFileException: " + file);
      }
      Files.write(file, whole);
    }
    assertThat(checkpoints().latest("a")).isPresent();
  }

  @Test
  void aStateThatIsNotOursIsRefused() throws IOException {
    FolderCheckpoints checkpoints = checkpoints();
    Path file =
        folder.write(
            "checkpoint/a.safetensors",
            out -> Safetensors.write(out, Map.of(), Map.of("segments", "many")));
    assertThatThrownBy(() -> checkpoints.latest("a"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(file + ": expected a count as segments, got 'many'; the file is damaged");
    folder.write(
        "checkpoint/a.safetensors",
        out -> Safetensors.write(out, Map.of(), Map.of("segments", "0", "step", "1")));
    assertThatThrownBy(() -> checkpoints.latest("a"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(file + ": expected the tensor 'rng', got none; the file is damaged");
  }
}
