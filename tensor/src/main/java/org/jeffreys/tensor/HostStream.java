package org.jeffreys.tensor;

import java.nio.ByteBuffer;
import org.jeffreys.core.Check;

/**
 * A stream of random numbers on the heap: xoshiro256++, whose state is keyed by SplitMix64.
 *
 * @source Blackman and Vigna (2021), ACM TOMS 47(4); Steele, Lea and Flood (2014), OOPSLA
 */
public final class HostStream {
  static final int STATE_BYTES = 32;

  private long s0;
  private long s1;
  private long s2;
  private long s3;

  HostStream(long key) {
    long state = key;
    s0 = mix(state += 0x9E3779B97F4A7C15L);
    s1 = mix(state += 0x9E3779B97F4A7C15L);
    s2 = mix(state += 0x9E3779B97F4A7C15L);
    s3 = mix(state + 0x9E3779B97F4A7C15L);
  }

  /** The stream of a key: the same key gives the same numbers, another one unrelated numbers. */
  public static HostStream keyed(long seed, String purpose, long chain) {
    long key = mix(seed + 0x9E3779B97F4A7C15L);
    for (int i = 0; i < purpose.length(); i++) {
      key = mix(key ^ (purpose.charAt(i) + 0x9E3779B97F4A7C15L * (i + 1)));
    }
    return new HostStream(mix(key ^ mix(chain + 0xD1B54A32D192ED03L)));
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** 64 random bits. */
  public long nextLong() {
    long result = Long.rotateLeft(s0 + s3, 23) + s0;
    long t = s1 << 17;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= t;
    s3 = Long.rotateLeft(s3, 45);
    return result;
  }

  /** A number uniform on the multiples of 2^-53 in [0, 1). */
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  /** A number uniform on the multiples of 2^-53 in (0, 1]. */
  public double nextPositiveDouble() {
    return ((nextLong() >>> 11) + 1) * 0x1.0p-53;
  }

  /**
   * An integer uniform on [0, bound), without bias.
   *
   * @source Lemire (2019), ACM TOMACS 29(1), with 64-bit products
   */
  public long nextLong(long bound) {
    Check.atLeast(bound, 1, "bound");
    long bits = nextLong();
    long high = Math.multiplyHigh(bits, bound) + ((bits >> 63) & bound);
    long low = bits * bound;
    if (Long.compareUnsigned(low, bound) < 0) {
      long threshold = Long.remainderUnsigned(-bound, bound);
      while (Long.compareUnsigned(low, threshold) < 0) {
        bits = nextLong();
        high = Math.multiplyHigh(bits, bound) + ((bits >> 63) & bound);
        low = bits * bound;
      }
    }
    return high;
  }

  /** A standard normal number. @source Marsaglia's polar method (1964), without its second value */
  public double nextNormal() {
    while (true) {
      double u = 2 * nextDouble() - 1;
      double v = 2 * nextDouble() - 1;
      double square = u * u + v * v;
      if (square < 1 && square > 0) {
        return u * Math.sqrt(-2 * StrictMath.log(square) / square);
      }
    }
  }

  /**
   * The number of failures before the first success of trials with probability p: gaps between the
   * members of a Bernoulli sample.
   *
   * @param logOfComplement log(1 - p), at most 0; at 0 no success ever comes
   * @return at most {@link Long#MAX_VALUE}, which stands for all longer gaps
   */
  public long nextGap(double logOfComplement) {
    Check.require(logOfComplement <= 0, "logOfComplement", "a value <= 0", logOfComplement);
    if (logOfComplement == 0) {
      return Long.MAX_VALUE;
    }
    return (long) (StrictMath.log(nextPositiveDouble()) / logOfComplement);
  }

  /** Shuffles in place, all orders equally likely. */
  public void shuffle(long[] values) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = (int) nextLong(i + 1L);
      long swap = values[i];
      values[i] = values[j];
      values[j] = swap;
    }
  }

  /** Where the stream is: what a checkpoint holds. */
  public byte[] state() {
    ByteBuffer buffer = ByteBuffer.allocate(STATE_BYTES);
    write(buffer);
    return buffer.array();
  }

  /**
   * Puts the stream where it was when {@link #state} was called.
   *
   * @throws IllegalArgumentException if the state is not one of such a stream
   */
  public void restore(byte[] state) {
    Check.require(state.length == STATE_BYTES, "state", STATE_BYTES + " bytes", state.length);
    read(ByteBuffer.wrap(state));
  }

  void write(ByteBuffer out) {
    out.putLong(s0).putLong(s1).putLong(s2).putLong(s3);
  }

  void read(ByteBuffer in) {
    s0 = in.getLong();
    s1 = in.getLong();
    s2 = in.getLong();
    s3 = in.getLong();
  }
}
