package org.jeffreys.data;

import java.util.Arrays;
import org.jeffreys.tensor.Rng;

/**
 * The order of the examples in an epoch; the latest orders of a thread are kept, not drawn again.
 */
final class Permutations {
  private static final int KEPT = 64;
  private static final ThreadLocal<Kept[]> LATEST = ThreadLocal.withInitial(() -> new Kept[KEPT]);

  private static final class Kept {
    private final Rng rng;
    private final int chain;
    private final long epoch;
    private final long[] order;

    Kept(Rng rng, int chain, long epoch, long[] order) {
      this.rng = rng;
      this.chain = chain;
      this.epoch = epoch;
      this.order = order;
    }
  }

  private Permutations() {}

  static long[] of(Rng rng, int chain, long epoch, int n) {
    Kept[] latest = LATEST.get();
    Kept kept = latest[chain % KEPT];
    if (kept != null
        && kept.rng == rng
        && kept.chain == chain
        && kept.epoch == epoch
        && kept.order.length == n) {
      return kept.order;
    }
    long[] order = new long[n];
    Arrays.setAll(order, i -> i);
    rng.apart("shuffle", chain, epoch).shuffle(order);
    latest[chain % KEPT] = new Kept(rng, chain, epoch, order);
    return order;
  }
}
