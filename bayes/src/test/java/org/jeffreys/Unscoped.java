package org.jeffreys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Runs what a caller would who opens no scope, and holds that no tensor is left. */
public final class Unscoped {
  private Unscoped() {}

  /** Runs the task on a thread of its own; its failure is thrown. */
  public static void run(Runnable task) {
    long live = Tensor.live();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Thread caller = new Thread(task);
    caller.setUncaughtExceptionHandler((thread, e) -> failure.set(e));
    caller.start();
    try {
      caller.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    assertThat(failure.get()).isNull();
    assertThat(Tensor.live()).as("live tensors").isEqualTo(live);
  }
}
