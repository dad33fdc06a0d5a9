package org.jeffreys.app.vae;

import java.util.List;

/**
 * What training ended with.
 *
 * @param model closed with this
 * @param epochs how it went
 */
public record TrainedVae(VaeModel model, List<VaeEpoch> epochs) implements AutoCloseable {
  /** Copies the list. */
  public TrainedVae {
    epochs = List.copyOf(epochs);
  }

  /** The wall time of all epochs. */
  public double seconds() {
    return epochs.stream().mapToDouble(VaeEpoch::seconds).sum();
  }

  @Override
  public void close() {
    model.close();
  }
}
