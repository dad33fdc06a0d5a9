package org.jeffreys.data;

import java.util.Arrays;
import org.jeffreys.tensor.HostStream;

/** A sample that takes each of n examples with probability q, by the gaps between its members. */
final class BernoulliSample {
  private BernoulliSample() {}

  /** The members in ascending order; none is possible. */
  static long[] of(long n, double q, HostStream stream) {
    if (q == 1) {
      long[] all = new long[(int) n];
      Arrays.setAll(all, i -> i);
      return all;
    }
    double expected = n * q;
    long[] members = new long[(int) (expected + 6 * Math.sqrt(expected) + 8)];
    int count = 0;
    double logOfComplement = Math.log1p(-q);
    long next = stream.nextGap(logOfComplement);
    while (next >= 0 && next < n) {
      if (count == members.length) {
        members = Arrays.copyOf(members, 2 * count);
      }
      members[count++] = next;
      next += 1 + stream.nextGap(logOfComplement);
    }
    return Arrays.copyOf(members, count);
  }
}
