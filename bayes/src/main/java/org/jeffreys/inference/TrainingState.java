package org.jeffreys.inference;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** What changes while a network is trained: tensors of its own, and numbers. */
final class TrainingState implements AutoCloseable {
  private static final String CARRIED = "carried.";

  final Tensor position;
  final @Nullable Tensor buffers;
  final Map<String, Tensor> carried;
  final List<Epoch> epochs;
  long step;
  private @Nullable Tensor bestPosition;
  private @Nullable Tensor bestBuffers;
  private int bestEpoch;
  private double bestLoss;

  private TrainingState(
      Tensor position, @Nullable Tensor buffers, Map<String, Tensor> carried, List<Epoch> epochs) {
    this.position = Scope.release(position);
    this.buffers = buffers == null ? null : Scope.release(buffers);
    this.carried = Map.copyOf(carried);
    this.carried.values().forEach(Scope::release);
    this.epochs = epochs;
    this.bestLoss = Double.POSITIVE_INFINITY;
  }

  static TrainingState first(
      Tensor position, @Nullable Tensor buffers, Map<String, Tensor> carried) {
    return new TrainingState(position, buffers, carried, new ArrayList<>());
  }

  /** The number of epochs made. */
  int epoch() {
    return epochs.size();
  }

  /** The epochs since the validation loss was least. */
  int sinceBest() {
    return epoch() - bestEpoch;
  }

  /** Ends an epoch, and remembers the parameters if its validation loss is the least so far. */
  void add(Epoch epoch, boolean remember) {
    epochs.add(epoch);
    if (remember && epoch.validationLoss() < bestLoss) {
      bestLoss = epoch.validationLoss();
      bestEpoch = epoch.number();
      bestPosition = copied(bestPosition, position);
      bestBuffers = buffers == null ? null : copied(bestBuffers, buffers);
    }
  }

  private static Tensor copied(@Nullable Tensor old, Tensor source) {
    return old == null ? Scope.release(source.copy()) : old.copyFrom(source);
  }

  Kernel.Snapshot snapshot() {
    Map<String, Tensor> tensors = new HashMap<>();
    carried.forEach((name, tensor) -> tensors.put(CARRIED + name, tensor));
    tensors.put("position", position);
    put(tensors, "buffers", buffers);
    put(tensors, "bestPosition", bestPosition);
    put(tensors, "bestBuffers", bestBuffers);
    Map<String, Double> numbers = new HashMap<>();
    epochs.forEach(epoch -> epoch.write(numbers));
    numbers.put("epochs", (double) epochs.size());
    numbers.put("bestEpoch", (double) bestEpoch);
    return new Kernel.Snapshot(tensors, numbers);
  }

  private static void put(Map<String, Tensor> tensors, String name, @Nullable Tensor tensor) {
    if (tensor != null) {
      tensors.put(name, tensor);
    }
  }

  static TrainingState restore(Kernel.Snapshot snapshot, long step) {
    Map<String, Tensor> tensors = snapshot.tensors();
    Map<String, Tensor> carried = new HashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (name.startsWith(CARRIED)) {
            carried.put(name.substring(CARRIED.length()), tensor);
          }
        });
    List<Epoch> epochs = new ArrayList<>();
    int count = Check.present(snapshot.numbers().get("epochs"), "epochs").intValue();
    for (int number = 1; number <= count; number++) {
      epochs.add(Epoch.read(snapshot.numbers(), number));
    }
    TrainingState state =
        new TrainingState(
            Check.present(tensors.get("position"), "position"),
            tensors.get("buffers"),
            carried,
            epochs);
    state.step = step;
    state.bestPosition = released(tensors.get("bestPosition"));
    state.bestBuffers = released(tensors.get("bestBuffers"));
    state.bestEpoch = Check.present(snapshot.numbers().get("bestEpoch"), "bestEpoch").intValue();
    if (state.bestEpoch > 0) {
      state.bestLoss = epochs.get(state.bestEpoch - 1).validationLoss();
    }
    return state;
  }

  private static @Nullable Tensor released(@Nullable Tensor tensor) {
    return tensor == null ? null : Scope.release(tensor);
  }

  /** What training ended with, in memory of its own: the best epoch where one is remembered. */
  Trained trained() {
    Tensor kept = bestPosition == null ? position : bestPosition;
    Tensor running = bestPosition == null ? buffers : bestBuffers;
    return new Trained(
        Scope.release(kept.copy()),
        running == null ? null : Scope.release(running.copy()),
        epochs,
        bestPosition == null ? epoch() : bestEpoch);
  }

  @Override
  public void close() {
    snapshot().tensors().values().forEach(Tensor::close);
  }
}
