package org.jeffreys.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jeffreys.core.Check;
import org.jeffreys.nn.ParameterLayout;
import org.jeffreys.nn.ParameterSpec;
import org.jeffreys.nn.Sequential;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Weights that were trained in PyTorch, as the flat vectors of a network: the {@code state_dict} of
 * an {@code nn.Sequential} of the same layers, as {@code safetensors.torch.save_file} writes it.
 * Holds memory until closed.
 *
 * <p>PyTorch has a dense layer's weights as [out, in] and images with their channels first; ours
 * are [in, out] and last. Arrays are turned accordingly, those of a layer behind a {@code Flatten}
 * of images too, and {@link #notes} says so.
 *
 * @param parameters of the network, without those of a likelihood, @shape [1, dimension]
 * @param buffers the running statistics, @shape [1, buffer dimension]; null where there are none
 * @param notes what was read from where, one line an array
 */
public record ImportedWeights(Tensor parameters, @Nullable Tensor buffers, List<String> notes)
    implements AutoCloseable {
  /** Copies the list. */
  public ImportedWeights {
    notes = List.copyOf(notes);
  }

  /**
   * Reads weights by order and kind: the layers of the file whose arrays have a layer's shapes, in
   * the order of the numbers in their names, are the network's, first to last.
   *
   * @param dtype of the network; numbers of the file are converted to it
   * @throws IllegalArgumentException if an array is missing, left over or of another shape, with
   *     all that there are on both sides; or if names do not tell the order of layers alike
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  public static ImportedWeights read(Path file, Sequential network, DType dtype) {
    return read(file, network, dtype, TorchNames::ordered);
  }

  /**
   * Reads weights by name.
   *
   * @param names the network's by the file's, such as {@code features.weight} to {@code 0.weight};
   *     all of both
   * @throws IllegalArgumentException as above
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  public static ImportedWeights read(
      Path file, Sequential network, DType dtype, Map<String, String> names) {
    return read(file, network, dtype, all -> all.named(names));
  }

  private static ImportedWeights read(
      Path file,
      Sequential network,
      DType dtype,
      Function<TorchNames, Map<TorchArray, String>> chooser) {
    Check.require(dtype.isFloating(), "dtype", "float32 or float64", dtype);
    try (SafetensorsFile opened = Safetensors.open(file);
        Scope scope = Scope.open()) {
      opened.verify();
      Map<String, Shape> shapes = new LinkedHashMap<>();
      opened.arrays().forEach((name, array) -> shapes.put(name, array.shape()));
      Map<TorchArray, String> names =
          chooser.apply(new TorchNames(file.toString(), TorchArray.of(network), shapes));
      Map<String, Tensor> arrays = new HashMap<>();
      List<String> notes = new ArrayList<>();
      names.forEach(
          (array, name) -> {
            Tensor theirs = opened.tensor(name);
            Check.require(
                theirs.dtype().isFloating(), file + ": " + name, "real numbers", theirs.dtype());
            arrays.put(array.name(), array.imported(theirs.to(dtype)));
            notes.add(note(array, name, theirs.dtype(), dtype));
          });
      Tensor parameters = flat(network.layout(), arrays, dtype, notes);
      @Nullable Tensor buffers =
          network.buffers().dimension() == 0 ? null : flat(network.buffers(), arrays, dtype, notes);
      return new ImportedWeights(
          Scope.release(parameters), buffers == null ? null : Scope.release(buffers), notes);
    }
  }

  private static String note(TorchArray array, String name, DType from, DType to) {
    String rounded = from == DType.FLOAT64 && to == DType.FLOAT32 ? ", rounded to float32" : "";
    return TorchArray.told(array.name(), array.ours())
        + " is "
        + TorchArray.told(name, array.shape())
        + array.change()
        + rounded;
  }

  /** The arrays of a layout in one vector; what PyTorch does not have starts where it does. */
  private static Tensor flat(
      ParameterLayout layout, Map<String, Tensor> arrays, DType dtype, List<String> notes) {
    Tensor flat = Tensor.of(dtype, layout.fill(ParameterSpec::initial), 1, layout.dimension());
    for (ParameterLayout.Slot slot : layout.slots()) {
      Tensor array = arrays.get(slot.spec().name());
      if (array == null) {
        notes.add(
            TorchArray.told(slot.spec().name(), slot.spec().shape())
                + " is not in PyTorch; it is at "
                + slot.spec().initial());
      } else {
        flat.narrow(1, slot.offset(), slot.size()).copyFrom(array.reshape(1, slot.size()));
      }
    }
    return flat;
  }

  /**
   * Writes weights as PyTorch has them, for {@code load_state_dict} of an {@code nn.Sequential} of
   * the same layers.
   *
   * @param parameters @shape [1, n], n at least the network's dimension: what follows, as a
   *     likelihood's, is left out
   * @param buffers @shape [1, buffer dimension]; null where there are none
   * @throws java.io.UncheckedIOException if writing fails
   */
  public static void write(
      Path file, Sequential network, Tensor parameters, @Nullable Tensor buffers) {
    Check.require(parameters.size(0) == 1, "parameters", "one draw", parameters);
    boolean isBuffered = network.buffers().dimension() > 0;
    Check.require(
        isBuffered == (buffers != null),
        "buffers",
        isBuffered ? "running statistics" : "none",
        buffers == null ? "none" : buffers);
    try (Scope scope = Scope.open()) {
      Map<String, Tensor> ours = new HashMap<>();
      addAll(ours, network.layout(), parameters);
      if (buffers != null) {
        addAll(ours, network.buffers(), buffers);
      }
      Map<String, Tensor> theirs = new LinkedHashMap<>();
      for (TorchArray array : TorchArray.of(network)) {
        Tensor found = Check.present(ours.get(array.name()), array.name());
        theirs.put(array.theirs(), array.exported(found));
        if (array.suffix().equals("running_var")) {
          theirs.put(array.module() + "." + TorchNames.COUNTER, Tensor.of(new long[1]));
        }
      }
      WholeFile.write(file, out -> Safetensors.write(out, theirs, Map.of("format", "pt")));
    }
  }

  private static void addAll(Map<String, Tensor> arrays, ParameterLayout layout, Tensor flat) {
    layout
        .slots()
        .forEach(
            slot -> arrays.put(slot.spec().name(), flat.narrow(1, slot.offset(), slot.size())));
  }

  @Override
  public void close() {
    parameters.close();
    if (buffers != null) {
      buffers.close();
    }
  }
}
