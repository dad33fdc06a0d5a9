package org.jeffreys.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jeffreys.core.Check;
import org.jeffreys.inference.Checkpoints;
import org.jeffreys.inference.Kernel;
import org.jeffreys.inference.RngState;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Checkpoints in an output folder: for each part of a run {@code checkpoint/PART.safetensors} with
 * the state, and {@code checkpoint/PART.draws-N.safetensors} with the draws taken between two
 * saves. A state names how many files of draws belong to it, and is written after them, so that a
 * run killed at any moment finds a state and its draws.
 */
public final class FolderCheckpoints implements Checkpoints {
  private static final String FOLDER = "checkpoint";
  private static final String STATE = "state.";
  private static final String RNG = "rng";
  private static final String DRAWS = "draws";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final OutputFolder folder;
  private final long intervalMillis;
  private final boolean replaced;
  private final Map<String, Integer> segments = new ConcurrentHashMap<>();

  /**
   * The checkpoints of a run.
   *
   * @param folder of the run's results
   * @param fingerprint of all that the run's bits depend on; what was saved under another one is
   *     deleted
   * @param intervalMillis how long to wait between saves, in milliseconds
   * @throws UncheckedIOException if what was saved before cannot be read
   */
  public FolderCheckpoints(OutputFolder folder, String fingerprint, long intervalMillis) {
    this.folder = folder;
    this.intervalMillis = Check.atLeast(intervalMillis, 0L, "intervalMillis");
    String kept = read("run.txt");
    this.replaced = kept != null && !fingerprint.equals(kept);
    if (!fingerprint.equals(kept)) {
      clear();
      folder.writeText(FOLDER + "/run.txt", fingerprint);
    }
  }

  private @Nullable String read(String name) {
    Path file = folder.path().resolve(FOLDER).resolve(name);
    try {
      return Files.exists(file) ? Files.readString(file) : null;
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": expected a readable file, got " + e, e);
    }
  }

  /** Whether the folder held an unfinished run of another fingerprint, which is deleted. */
  public boolean hasReplaced() {
    return replaced;
  }

  /** Whether there is a checkpoint to go on from. */
  public boolean isResuming() {
    Path all = folder.path().resolve(FOLDER);
    if (!Files.isDirectory(all)) {
      return false;
    }
    try (Stream<Path> files = Files.list(all)) {
      return files.anyMatch(file -> file.toString().endsWith(".safetensors") && !isDraws(file));
    } catch (IOException e) {
      throw new UncheckedIOException(
          all + ": expected a readable folder, got " + OutputFolder.reason(e), e);
    }
  }

  @Override
  public long intervalMillis() {
    return intervalMillis;
  }

  @Override
  public Optional<Saved> latest(String part) {
    Path file = path(part);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Safetensors.Content content = verified(file);
    int count = (int) number(file, content, "segments");
    segments.put(part, count);
    Map<String, Tensor> state = new HashMap<>();
    content
        .tensors()
        .forEach(
            (name, tensor) -> {
              if (name.startsWith(STATE)) {
                state.put(name.substring(STATE.length()), tensor);
              }
            });
    Checkpoint checkpoint =
        new Checkpoint(
            number(file, content, "step"),
            new RngState(tensor(file, content, RNG).toBytes()),
            new Kernel.Snapshot(state, numbers(file, required(file, content, "numbers"))));
    return Optional.of(new Saved(checkpoint, draws(part, count)));
  }

  /** Reads a file of ours, which never lacks its digest. */
  private static Safetensors.Content verified(Path file) {
    Safetensors.Content content = Safetensors.read(file);
    required(file, content, Safetensors.DIGEST);
    return content;
  }

  private static String required(Path file, Safetensors.Content content, String name) {
    String value = content.metadata().get(name);
    if (value == null) {
      throw Safetensors.damaged(file, "the entry '" + name + "'", "none");
    }
    return value;
  }

  private static long number(Path file, Safetensors.Content content, String name) {
    String value = required(file, content, name);
    if (!value.matches("[0-9]{1,18}")) {
      throw Safetensors.damaged(file, "a count as " + name, "'" + value + "'");
    }
    return Long.parseLong(value);
  }

  private static Tensor tensor(Path file, Safetensors.Content content, String name) {
    Tensor tensor = content.tensors().get(name);
    if (tensor == null) {
      throw Safetensors.damaged(file, "the tensor '" + name + "'", "none");
    }
    return tensor;
  }

  private @Nullable Tensor draws(String part, int count) {
    if (count == 0) {
      return null;
    }
    Tensor[] parts =
        IntStream.range(0, count)
            .mapToObj(i -> folder.path().resolve(segment(part, i)))
            .map(file -> tensor(file, verified(file), DRAWS))
            .toArray(Tensor[]::new);
    return Tensor.cat(1, parts);
  }

  @Override
  public void save(String part, Checkpoint checkpoint, @Nullable Tensor newDraws) {
    int count = segments.getOrDefault(part, 0);
    if (newDraws != null) {
      folder.write(
          segment(part, count), out -> Safetensors.write(out, Map.of(DRAWS, newDraws), Map.of()));
      count++;
    }
    Map<String, Tensor> tensors = new TreeMap<>();
    checkpoint.state().tensors().forEach((name, tensor) -> tensors.put(STATE + name, tensor));
    byte[] rng = checkpoint.rng().bytes();
    tensors.put(RNG, Tensor.ofBytes(DType.UINT8, rng, rng.length));
    Map<String, String> metadata =
        Map.of(
            "step", Long.toString(checkpoint.step()),
            "segments", Integer.toString(count),
            "numbers", text(checkpoint.state().numbers()));
    folder.write(
        FOLDER + "/" + part + ".safetensors", out -> Safetensors.write(out, tensors, metadata));
    segments.put(part, count);
  }

  /** Deletes all that was saved, when the run is done. */
  public void clear() {
    delete("");
    segments.clear();
  }

  /** Deletes what parts saved whose names begin so, when that part of the run is done. */
  public void clear(String prefix) {
    Check.require(!prefix.isEmpty(), "prefix", "the beginning of names", "nothing");
    delete(prefix);
    segments.keySet().removeIf(part -> part.startsWith(prefix));
  }

  private void delete(String prefix) {
    Path all = folder.path().resolve(FOLDER);
    if (!Files.isDirectory(all)) {
      return;
    }
    try (Stream<Path> files = Files.list(all)) {
      // States go before draws: what is left of an interrupted deletion is never a state alone.
      List<Path> ordered =
          files
              .filter(file -> String.valueOf(file.getFileName()).startsWith(prefix))
              .sorted((a, b) -> Boolean.compare(isDraws(a), isDraws(b)))
              .toList();
      for (Path file : ordered) {
        Files.delete(file);
      }
      if (prefix.isEmpty()) {
        Files.delete(all);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(all + ": expected to delete it, got " + e, e);
    }
  }

  private static boolean isDraws(Path file) {
    return String.valueOf(file.getFileName()).contains(".draws-");
  }

  private Path path(String part) {
    return folder.path().resolve(FOLDER).resolve(part + ".safetensors");
  }

  private static String segment(String part, int index) {
    return FOLDER + "/" + part + ".draws-" + index + ".safetensors";
  }

  private static String text(Map<String, Double> numbers) {
    try {
      return JSON.writeValueAsString(new TreeMap<>(numbers));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Double> numbers(Path file, String text) {
    try {
      return JSON.readValue(text, new TypeReference<Map<String, Double>>() {});
    } catch (JsonProcessingException e) {
      throw Safetensors.damaged(file, "numbers by name", e.getOriginalMessage());
    }
  }
}
