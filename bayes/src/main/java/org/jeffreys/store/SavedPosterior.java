package org.jeffreys.store;

import java.util.Map;
import org.jeffreys.inference.Posterior;
import org.jeffreys.target.NetworkModel;

/** A posterior over the functions of a network, with all that serving it takes. */
public sealed interface SavedPosterior extends SavedModel permits ImageModel, SavedTable {
  /** What is known after the data; closed with this. */
  Posterior posterior();

  /** Numbers beside the posterior's, by name; they are kept as tensors. */
  default Map<String, double[]> numbers() {
    return Map.of();
  }

  /** The network and its likelihood. */
  default NetworkModel model() {
    return posterior().model();
  }

  @Override
  default void close() {
    posterior().close();
  }
}
