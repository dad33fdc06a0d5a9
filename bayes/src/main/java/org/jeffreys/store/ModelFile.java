package org.jeffreys.store;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.inference.Draws;
import org.jeffreys.inference.Trained;
import org.jeffreys.inference.dropout.NoisePosterior;
import org.jeffreys.target.NetworkModel;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Model files: a {@link SavedModel} in one file, of the safetensors form, that another process can
 * serve. Its predictions are the same bits.
 *
 * <p>Tensors are {@code position}, {@code buffers} where the network has running statistics, and
 * {@code logWeights} where draws have weights; the metadata {@code format}, {@code version} and
 * {@code model}, which is JSON.
 */
public final class ModelFile {
  /** What an output folder calls its model. */
  public static final String NAME = "model.safetensors";

  private static final String FORMAT = "jeffreys-model";
  private static final int VERSION = 1;
  private static final String POSITION = "position";
  private static final String BUFFERS = "buffers";
  private static final String LOG_WEIGHTS = "logWeights";
  private static final long MEMORY_BYTES = 512L << 20;

  private ModelFile() {}

  /**
   * Writes a model; an existing file is replaced in one step, and stays if writing fails.
   *
   * @throws UncheckedIOException if writing fails
   */
  public static void write(Path file, SavedModel saved) {
    WholeFile.write(file, out -> write(out, saved));
  }

  /** Writes a model, as the content of a file in an {@link OutputFolder}. */
  public static void write(OutputStream out, SavedModel saved) throws IOException {
    Map<String, Tensor> tensors = new TreeMap<>();
    tensors.put(POSITION, saved.draws().position());
    Tensor buffers = saved.draws().buffers();
    if (buffers != null) {
      tensors.put(BUFFERS, buffers);
    }
    try (Scope scope = Scope.open()) {
      if (saved.draws() instanceof SavedDraws.Sampled sampled) {
        Doubles logWeights = sampled.draws().logWeights();
        if (logWeights != null) {
          tensors.put(LOG_WEIGHTS, Tensor.of(logWeights.toArray(), logWeights.size()));
        }
      }
      Safetensors.write(
          out,
          tensors,
          Map.of(
              "format",
              FORMAT,
              "version",
              Integer.toString(VERSION),
              "model",
              ModelDescription.of(saved).json()));
    }
  }

  /**
   * Reads a model, which the caller closes.
   *
   * @throws UncheckedIOException with one line that names the file, if it cannot be read, holds
   *     something else or the model of a newer version, or is damaged
   */
  public static SavedModel read(Path file) {
    try (Scope scope = Scope.open()) {
      Safetensors.Content content = Safetensors.read(file);
      String description = description(file, content);
      SavedModel saved = saved(ModelDescription.parse(description), content.tensors());
      Scope.release(saved.draws().position());
      Tensor buffers = saved.draws().buffers();
      if (buffers != null) {
        Scope.release(buffers);
      }
      return saved;
    } catch (IllegalArgumentException | ArithmeticException e) {
      String message = file + ": " + e.getMessage();
      throw new UncheckedIOException(message, new IOException(message, e));
    }
  }

  private static String description(Path file, Safetensors.Content content) {
    Map<String, String> metadata = content.metadata();
    Check.require(
        FORMAT.equals(metadata.get("format")),
        "format",
        FORMAT,
        metadata.getOrDefault("format", "none"));
    String version = metadata.getOrDefault("version", "none");
    Check.require(
        version.equals(Integer.toString(VERSION)),
        "version",
        "the model format " + VERSION,
        version,
        "use the jeffreys that wrote it, or a newer one");
    String description = metadata.get("model");
    if (description == null || !metadata.containsKey(Safetensors.DIGEST)) {
      throw Safetensors.damaged(file, "a description and a digest", metadata.keySet());
    }
    return description;
  }

  private static SavedModel saved(ModelDescription description, Map<String, Tensor> tensors) {
    NetworkModel model = description.toModel();
    Tensor position = Check.present(tensors.get(POSITION), POSITION);
    Check.require(position.rank() == 2, POSITION, "two axes, [draws, dimension]", position);
    return new SavedModel(
        model,
        description.method(),
        draws(description.draws(), position, tensors),
        description.classNames(),
        description.toImages(),
        description.toAbstention(),
        description.notes());
  }

  private static SavedDraws draws(
      ModelDescription.DrawsDescription description, Tensor position, Map<String, Tensor> tensors) {
    Tensor buffers = tensors.get(BUFFERS);
    if (description instanceof ModelDescription.NoiseDescription noise) {
      return new SavedDraws.Noise(
          new Trained(position, buffers, noise.epochs(), noise.bestEpoch()),
          new NoisePosterior.Config(noise.numDraws(), noise.independent(), MEMORY_BYTES, 1),
          noise.seed());
    }
    int numChains = ((ModelDescription.SampledDescription) description).numChains();
    Draws draws = new Draws(position, numChains, logWeights(tensors.get(LOG_WEIGHTS)));
    return new SavedDraws.Sampled(draws, buffers);
  }

  private static @Nullable Doubles logWeights(@Nullable Tensor tensor) {
    if (tensor == null) {
      return null;
    }
    Check.require(tensor.dtype() == DType.FLOAT64, LOG_WEIGHTS, "float64", tensor.dtype());
    return Doubles.of(tensor.toDoubles());
  }
}
