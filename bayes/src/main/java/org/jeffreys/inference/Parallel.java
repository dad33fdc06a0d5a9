package org.jeffreys.inference;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jeffreys.core.Check;
import org.jspecify.annotations.Nullable;

/** Spreads independent tasks over threads. */
public final class Parallel {
  private Parallel() {}

  /**
   * Runs the tasks, each once, and returns when all have ended. The calling thread takes its share.
   * When one fails, no other is begun, and the first failure is thrown.
   *
   * @param threads at least 1
   */
  public static void run(int threads, List<? extends Runnable> tasks) {
    Check.atLeast(threads, 1, "threads");
    AtomicInteger next = new AtomicInteger();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Runnable share =
        () -> {
          int index = next.getAndIncrement();
          while (index < tasks.size() && failure.get() == null) {
            try {
              tasks.get(index).run();
            } catch (RuntimeException | Error e) {
              failure.compareAndSet(null, e);
            }
            index = next.getAndIncrement();
          }
        };
    Thread[] others = new Thread[Math.max(0, Math.min(threads, tasks.size()) - 1)];
    for (int i = 0; i < others.length; i++) {
      others[i] = new Thread(share, "jeffreys-" + (i + 1));
      others[i].setDaemon(true);
      others[i].start();
    }
    share.run();
    join(others);
    Throwable thrown = failure.get();
    if (thrown instanceof RuntimeException e) {
      throw e;
    }
    if (thrown instanceof Error e) {
      throw e;
    }
  }

  /** Waits for threads that end by themselves; an interrupt is remembered. */
  private static void join(Thread[] threads) {
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
