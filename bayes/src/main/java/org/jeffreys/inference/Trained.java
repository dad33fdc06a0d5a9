package org.jeffreys.inference;

import java.util.List;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What training ended with. Holds memory until closed.
 *
 * @param position the parameters, @shape [draws, dimension]
 * @param buffers the running statistics, @shape [draws, buffer dimension]; null where there are
 *     none
 * @param epochs how each went, in order
 * @param best the number of the epoch that the parameters are those after
 */
public record Trained(Tensor position, @Nullable Tensor buffers, List<Epoch> epochs, int best)
    implements AutoCloseable {
  /** Copies the list. */
  public Trained {
    epochs = List.copyOf(epochs);
  }

  /** The wall time of all epochs, in seconds. */
  public double seconds() {
    return epochs.stream().mapToDouble(Epoch::seconds).sum();
  }

  @Override
  public void close() {
    position.close();
    if (buffers != null) {
      buffers.close();
    }
  }
}
