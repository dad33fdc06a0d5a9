package org.jeffreys.store;

import java.util.Map;

/** A trained model, or draws from one, with all that using it takes. Holds memory until closed. */
public sealed interface SavedModel extends AutoCloseable
    permits SavedPosterior, SavedVae, SavedSample {
  /** The inference method, by name. */
  String method();

  /** On the training, for people: the data, the seed, the version. */
  Map<String, String> notes();

  @Override
  void close();
}
