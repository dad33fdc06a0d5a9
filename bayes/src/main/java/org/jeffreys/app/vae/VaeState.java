package org.jeffreys.app.vae;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.inference.Kernel;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/** What changes in training: tensors of its own, and numbers. */
final class VaeState implements AutoCloseable {
  private static final String CARRIED = "carried.";
  private static final String POSITION = "position";
  private static final String EPOCHS = "epochs";

  final Tensor position;
  final Map<String, Tensor> carried;
  final List<VaeEpoch> epochs = new ArrayList<>();
  long step;

  VaeState(Tensor position, Map<String, Tensor> carried) {
    this.position = Scope.release(position);
    this.carried = Map.copyOf(carried);
    this.carried.values().forEach(Scope::release);
  }

  Kernel.Snapshot snapshot() {
    Map<String, Tensor> tensors = new HashMap<>();
    carried.forEach((name, tensor) -> tensors.put(CARRIED + name, tensor));
    tensors.put(POSITION, position);
    Map<String, Double> numbers = new HashMap<>();
    epochs.forEach(epoch -> epoch.write(numbers));
    numbers.put(EPOCHS, (double) epochs.size());
    return new Kernel.Snapshot(tensors, numbers);
  }

  static VaeState restore(Kernel.Snapshot snapshot, long step) {
    Map<String, Tensor> carried = new HashMap<>();
    snapshot
        .tensors()
        .forEach(
            (name, tensor) -> {
              if (name.startsWith(CARRIED)) {
                carried.put(name.substring(CARRIED.length()), tensor);
              }
            });
    Tensor position = Check.present(snapshot.tensors().get(POSITION), POSITION);
    VaeState state = new VaeState(position, carried);
    int count = Check.present(snapshot.numbers().get(EPOCHS), EPOCHS).intValue();
    for (int number = 1; number <= count; number++) {
      state.epochs.add(VaeEpoch.read(snapshot.numbers(), number));
    }
    state.step = step;
    return state;
  }

  @Override
  public void close() {
    position.close();
    carried.values().forEach(Tensor::close);
  }
}
