package org.jeffreys.inference.mcmc;

import java.util.Arrays;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Writes the draws of one chain to native memory, many at a time. */
final class DrawWriter {
  private static final int BLOCK = 4096;

  private final Tensor rows;
  private final int dimension;
  private final double[] block;
  private int written;
  private int waiting;

  /** To memory of the caller's, @shape [1, samples, dimension]. */
  DrawWriter(Tensor rows) {
    this.rows = rows;
    dimension = Math.toIntExact(rows.size(2));
    long most = Math.min(rows.size(1), Math.max(1, BLOCK / dimension));
    block = new double[(int) most * dimension];
  }

  void add(double[] draw) {
    System.arraycopy(draw, 0, block, waiting * dimension, dimension);
    waiting++;
    if (waiting * dimension == block.length) {
      flush();
    }
  }

  /** Writes what waits, and tells the number of draws there are. */
  int flush() {
    if (waiting > 0) {
      try (Scope scope = Scope.open()) {
        double[] values = Arrays.copyOf(block, waiting * dimension);
        rows.narrow(1, written, waiting)
            .copyFrom(Tensor.of(rows.dtype(), values, 1, waiting, dimension));
      }
      written += waiting;
      waiting = 0;
    }
    return written;
  }

  /** Begins with the draws of a run before, @shape [1, samples so far, dimension]. */
  void restore(@Nullable Tensor before, int expected) {
    long found = before == null ? 0 : before.size(1);
    Check.require(found == expected, "checkpoint", expected + " draws", found);
    if (before != null) {
      rows.narrow(1, 0, expected).copyFrom(before);
    }
    written = expected;
  }
}
