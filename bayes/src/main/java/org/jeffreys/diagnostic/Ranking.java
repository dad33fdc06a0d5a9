package org.jeffreys.diagnostic;

import org.jspecify.annotations.Nullable;

/** Sorting of numbers that keeps track of where each came from, by radix in linear time. */
public final class Ranking {
  private static final int DIGIT = 11;
  private static final int RADIX = 1 << DIGIT;

  private Ranking() {}

  /**
   * The indices of the values in ascending order; equal values in the order given.
   *
   * @param values numbers, none NaN
   */
  public static int[] order(double[] values) {
    int[] order = new int[values.length];
    long[] keys = new long[values.length];
    for (int k = 0; k < values.length; k++) {
      order[k] = k;
      keys[k] = key(values[k]);
    }
    int[] nextOrder = new int[values.length];
    long[] nextKeys = new long[values.length];
    for (int shift = 0; shift < Long.SIZE; shift += DIGIT) {
      int[] ends = ends(keys, shift);
      if (ends == null) {
        continue;
      }
      for (int k = keys.length - 1; k >= 0; k--) {
        int place = --ends[digit(keys[k], shift)];
        nextKeys[place] = keys[k];
        nextOrder[place] = order[k];
      }
      long[] freeKeys = keys;
      keys = nextKeys;
      nextKeys = freeKeys;
      int[] freeOrder = order;
      order = nextOrder;
      nextOrder = freeOrder;
    }
    return order;
  }

  /** The bits of a number as an unsigned integer of the same order. */
  private static long key(double value) {
    long bits = Double.doubleToRawLongBits(value == 0 ? 0.0 : value);
    return bits < 0 ? ~bits : bits | Long.MIN_VALUE;
  }

  /** Where the numbers with each digit end; null if all have the same digit. */
  private static int @Nullable [] ends(long[] keys, int shift) {
    int[] counts = new int[RADIX];
    for (long key : keys) {
      counts[digit(key, shift)]++;
    }
    if (keys.length == 0 || counts[digit(keys[0], shift)] == keys.length) {
      return null;
    }
    for (int digit = 1; digit < RADIX; digit++) {
      counts[digit] += counts[digit - 1];
    }
    return counts;
  }

  private static int digit(long key, int shift) {
    return (int) (key >>> shift) & (RADIX - 1);
  }
}
