package org.jeffreys.inference;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Checkpoints of the tests that fail once, before or after the k-th save. */
record Killing(Checkpoints inner, AtomicInteger saves, int last, boolean after)
    implements Checkpoints {
  @Override
  public Optional<Saved> latest(String part) {
    return inner.latest(part);
  }

  @Override
  public void save(String part, Checkpoint checkpoint, @Nullable Tensor newDraws) {
    boolean kill = saves.incrementAndGet() == last;
    if (kill && !after) {
      throw new IllegalStateException("test: killed before a save");
    }
    inner.save(part, checkpoint, newDraws);
    if (kill) {
      throw new IllegalStateException("test: killed after a save");
    }
  }

  @Override
  public long intervalMillis() {
    return inner.intervalMillis();
  }
}
