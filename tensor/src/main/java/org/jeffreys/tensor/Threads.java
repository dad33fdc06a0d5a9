package org.jeffreys.tensor;

import org.bytedeco.openblas.presets.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;
import org.jeffreys.core.Check;

/**
 * The number of threads one operation may use: libtorch's pool and the BLAS library's as one
 * setting, 1 until set.
 *
 * <p>Small work gets slower with more threads; chains and folds run side by side on Java threads
 * instead. Results are the same bits only for the same number of threads.
 */
public final class Threads {
  private static volatile int count;

  /** The number that a thread last took over. */
  private static final ThreadLocal<int[]> TAKEN = ThreadLocal.withInitial(() -> new int[1]);

  static {
    org.bytedeco.javacpp.Loader.load(torch.class);
    set(1);
  }

  private Threads() {}

  /** Loads the native library, if that has not happened. */
  static void initialise() {
    Check.atLeast(count, 1, "threads");
  }

  /**
   * Sets both pools. Other threads take the number over with the next {@link Scope} they open
   * outside of any other.
   *
   * @param threads at least 1
   */
  public static synchronized void set(int threads) {
    Check.atLeast(threads, 1, "threads");
    torch.set_num_threads(threads);
    openblas_nolapack.blas_set_num_threads(threads);
    count = threads;
  }

  /**
   * Takes the number over on this thread: oneDNN goes by a setting of the thread, which begins with
   * as many as there are cores.
   */
  static void takeOver() {
    int[] taken = TAKEN.get();
    if (taken[0] != count) {
      taken[0] = count;
      torch.set_num_threads(count);
    }
  }

  /** The number of threads one operation may use. */
  public static int get() {
    return count;
  }
}
