package org.jeffreys.uncertainty;

import java.util.Arrays;
import org.jeffreys.core.Check;

/** How probabilities are put into bins. */
public enum Binning {
  /** Bins [b/B, (b + 1)/B); the last one holds 1 as well. */
  EQUAL_WIDTH {
    @Override
    int[] assign(double[] probs, int numBins) {
      int[] bins = new int[probs.length];
      for (int row = 0; row < bins.length; row++) {
        int bin = (int) (probs[row] * numBins);
        // The product rounds: 0.29 * 100 < 29, but 0.29 is the lower edge of bin 29.
        bin += probs[row] >= (bin + 1.0) / numBins ? 1 : 0;
        bin -= probs[row] < (double) bin / numBins ? 1 : 0;
        bins[row] = Math.min(bin, numBins - 1);
      }
      return bins;
    }
  },

  /**
   * Bins of equal numbers of rows, to within one. Equal probabilities are never parted: they go
   * where the middle one of them belongs, so that some bins may stay empty.
   */
  EQUAL_MASS {
    @Override
    int[] assign(double[] probs, int numBins) {
      double[] sorted = probs.clone();
      Arrays.sort(sorted);
      int[] binOf = new int[sorted.length];
      int start = 0;
      for (int i = 1; i <= sorted.length; i++) {
        if (i == sorted.length || sorted[i] != sorted[start]) {
          int middle = start + (i - 1 - start) / 2;
          Arrays.fill(binOf, start, i, (int) ((long) numBins * middle / sorted.length));
          start = i;
        }
      }
      int[] bins = new int[probs.length];
      for (int row = 0; row < bins.length; row++) {
        bins[row] = binOf[Arrays.binarySearch(sorted, probs[row])];
      }
      return bins;
    }
  };

  /** The bin of each probability, in [0, {@code numBins}). */
  abstract int[] assign(double[] probs, int numBins);

  static int checkCount(int numBins) {
    return Check.atLeast(numBins, 1, "numBins");
  }
}
