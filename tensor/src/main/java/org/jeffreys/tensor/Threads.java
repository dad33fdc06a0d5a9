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
   * Sets both pools. Do so before other threads compute: a thread keeps the number of libtorch's
   * that it began with.
   *
   * @param threads at least 1
   */
  public static synchronized void set(int threads) {
    Check.atLeast(threads, 1, "threads");
    torch.set_num_threads(threads);
    openblas_nolapack.blas_set_num_threads(threads);
    count = threads;
  }

  /** The number of threads one operation may use. */
  public static int get() {
    return count;
  }
}
