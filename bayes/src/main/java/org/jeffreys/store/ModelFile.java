package org.jeffreys.store;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jeffreys.core.Check;
import org.jeffreys.core.Fields;
import org.jeffreys.inference.Posterior;
import org.jeffreys.inference.PosteriorState;
import org.jeffreys.inference.Posteriors;
import org.jeffreys.table.TableModel;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * Model files: a {@link SavedModel} in one file, of the safetensors form, that another process can
 * serve. Its predictions, or its draws, are the same bits.
 *
 * <p>Tensors are those of the posterior's state, or draws by site; the metadata {@code format},
 * {@code version} and {@code model}, which is JSON.
 */
public final class ModelFile {
  /** What an output folder calls its model. */
  public static final String NAME = "model.jeffreys";

  private static final String FORMAT = "jeffreys-model";
  private static final String NUMBERS = "numbers.";
  private static final int VERSION = 2;

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
    try (Scope scope = Scope.open()) {
      Map<String, Tensor> tensors = new TreeMap<>();
      Map<String, String> metadata = new TreeMap<>();
      metadata.put("format", FORMAT);
      metadata.put("version", Integer.toString(VERSION));
      metadata.put("model", described(saved, tensors));
      Safetensors.write(out, tensors, metadata);
    }
  }

  /** The description of a model, whose tensors are put with the others. */
  private static String described(SavedModel saved, Map<String, Tensor> tensors) {
    if (saved instanceof SavedVae vae) {
      tensors.putAll(vae.tensors());
      return ModelDescription.json(vae.described());
    }
    if (saved instanceof SavedSample sample) {
      tensors.putAll(sample.tensors());
      return ModelDescription.json(sample.described());
    }
    SavedPosterior fitted = (SavedPosterior) saved;
    PosteriorState state = fitted.posterior().state();
    tensors.putAll(state.tensors());
    fitted
        .numbers()
        .forEach((name, values) -> tensors.put(NUMBERS + name, Tensor.of(values, values.length)));
    return ModelDescription.json(fitted, state);
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
      Fields fields = ModelDescription.parse(description(file, content));
      if (fields.has(SavedSample.KEY)) {
        return ModelDescription.sample(fields, content.tensors());
      }
      return fields.has(SavedVae.KEY)
          ? ModelDescription.vae(fields, content.tensors())
          : posterior(fields, content.tensors());
    } catch (IllegalArgumentException | ArithmeticException e) {
      String message = file + ": " + OneLine.of(String.valueOf(e.getMessage()));
      throw new UncheckedIOException(message, new IOException(message, e));
    }
  }

  private static SavedModel posterior(Fields fields, Map<String, Tensor> all) {
    Fields posterior = fields.child("posterior");
    Map<String, Tensor> tensors = new TreeMap<>();
    Map<String, double[]> numbers = new TreeMap<>();
    all.forEach(
        (name, tensor) -> {
          if (name.startsWith(NUMBERS)) {
            numbers.put(name.substring(NUMBERS.length()), numbers(name, tensor));
          } else {
            tensors.put(name, tensor);
          }
        });
    PosteriorState state =
        new PosteriorState(posterior.text("kind"), posterior.child("settings").map(), tensors);
    Posterior restored = Posteriors.restore(ModelDescription.model(fields), state);
    try {
      return ModelDescription.saved(fields, numbers, restored);
    } catch (RuntimeException e) {
      restored.close();
      throw e;
    }
  }

  /**
   * Reads a classifier of images, which the caller closes.
   *
   * @throws UncheckedIOException as {@link #read} does, and if the file holds another model
   */
  public static ImageModel readImages(Path file) {
    SavedModel saved = read(file);
    if (saved instanceof ImageModel images) {
      return images;
    }
    throw other(file, saved, "a model of images");
  }

  /**
   * Reads a variational autoencoder, which the caller closes.
   *
   * @throws UncheckedIOException as {@link #read} does, and if the file holds another model
   */
  public static SavedVae readVae(Path file) {
    SavedModel saved = read(file);
    if (saved instanceof SavedVae vae) {
      return vae;
    }
    throw other(file, saved, "a variational autoencoder");
  }

  /**
   * Reads a model of tables, which the caller closes.
   *
   * @throws UncheckedIOException as {@link #read} does, and if the file holds another model
   */
  public static TableModel readTable(Path file) {
    SavedModel saved = read(file);
    if (saved instanceof SavedTable table) {
      return table.table();
    }
    throw other(file, saved, "a model of tables");
  }

  /**
   * Reads draws of a program, which the caller closes.
   *
   * @throws UncheckedIOException as {@link #read} does, and if the file holds another model
   */
  public static SavedSample readSample(Path file) {
    SavedModel saved = read(file);
    if (saved instanceof SavedSample sample) {
      return sample;
    }
    throw other(file, saved, "draws of a program");
  }

  private static UncheckedIOException other(Path file, SavedModel saved, String expected) {
    String got = kind(saved);
    saved.close();
    String message = file + ": expected " + expected + ", got " + got;
    return new UncheckedIOException(message, new IOException(message));
  }

  private static String kind(SavedModel saved) {
    if (saved instanceof SavedSample) {
      return "draws of a program";
    }
    if (saved instanceof SavedVae) {
      return "a variational autoencoder";
    }
    return saved instanceof SavedTable ? "one of tables" : "one of images";
  }

  private static double[] numbers(String name, Tensor tensor) {
    Check.require(
        tensor.dtype() == DType.FLOAT64 && tensor.rank() == 1, name, "float64 [n]", tensor);
    return tensor.toDoubles();
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
}
