package org.jeffreys.cli.predict;

import org.jeffreys.core.Check;
import org.jeffreys.store.ImageModel;

/**
 * How the images are parted.
 *
 * @param blockRows the images that are predicted together: whatever the number of threads, for the
 *     last bits of a matrix product go with its size
 * @param numThreads how many blocks are predicted side by side
 * @param memoryBytes of each
 */
record PredictPlan(int blockRows, int numThreads, long memoryBytes) {
  private static final int MOST_ROWS = 1024;

  /** So that an image has the same noise of its own in each plan. */
  private static final int LEAST_INDEPENDENT = 256;

  private static final int LEAST = 16;

  /** What the weights of thinned networks and work in progress take, whatever the rows. */
  private static final long FIXED_BYTES = 64L << 20;

  static PredictPlan of(ImageModel saved, PredictSettings settings, int threads, long numImages) {
    long outputs = 8L * settings.numDraws() * saved.numClasses();
    long perRow = outputs + saved.model().network().widest() * saved.model().dtype().bytes();
    long heap = Runtime.getRuntime().maxMemory() / 4;
    int rows = MOST_ROWS;
    int least = settings.independent() ? LEAST_INDEPENDENT : LEAST;
    while (rows > least && !fits(rows, perRow, outputs, settings.memoryBytes(), heap)) {
      rows /= 2;
    }
    long bytes = FIXED_BYTES + rows * perRow;
    Check.require(
        bytes <= settings.memoryBytes(),
        "--memory",
        "at least "
            + megabytes(bytes)
            + " MB for this network and "
            + settings.numDraws()
            + " draws",
        megabytes(settings.memoryBytes()) + " MB");
    long sideBySide = Math.min(settings.memoryBytes() / bytes, heap / (rows * outputs));
    long numBlocks = (numImages + rows - 1) / rows;
    long most = Math.max(1, Math.min(sideBySide, numBlocks));
    return new PredictPlan(rows, (int) Math.min(threads, most), bytes);
  }

  private static boolean fits(int rows, long perRow, long outputs, long memory, long heap) {
    return FIXED_BYTES + rows * perRow <= memory && rows * outputs <= heap;
  }

  private static long megabytes(long bytes) {
    return (bytes + (1L << 20) - 1) >> 20;
  }
}
