package org.jeffreys.store;

import java.util.Map;
import org.jeffreys.inference.Posterior;
import org.jeffreys.target.NetworkModel;

/** A trained model with all that serving it takes. Holds memory until closed. */
public sealed interface SavedModel extends AutoCloseable permits ImageModel, SavedTable {
  /** What is known after the data; closed with this. */
  Posterior posterior();

  /** The inference method, by name. */
  String method();

  /** On the training, for people: the data, the seed, the version. */
  Map<String, String> notes();

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
