package org.jeffreys.tensor;

import java.util.function.Consumer;

/** A property that is tried on random cases, each of its own seed; a failure names the seed. */
public final class Property {
  private Property() {}

  /**
   * Tries the property on the seeds 0 to {@code cases} - 1.
   *
   * @param property draws its case from the stream and asserts
   */
  public static void forAll(int cases, Consumer<HostStream> property) {
    for (long seed = 0; seed < cases; seed++) {
      holdsFor(seed, property);
    }
  }

  /** Tries the property on the one case of a seed: what to call after a failure. */
  public static void holdsFor(long seed, Consumer<HostStream> property) {
    try {
      property.accept(HostStream.keyed(seed, "property", 0));
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
    }
  }
}
