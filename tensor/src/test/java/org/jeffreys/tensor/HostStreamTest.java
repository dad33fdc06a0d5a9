package org.jeffreys.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.jeffreys.tensor.Numbers.refused;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class HostStreamTest {
  private static final int COUNT = 200_000;

  /** Written by xoshiro256plusplus.c of Blackman and Vigna with the state 1, 2, 3, 4. */
  private static final String[] XOSHIRO = {
    "41943041",
    "58720359",
    "3588806011781223",
    "3591011842654386",
    "9228616714210784205",
    "9973669472204895162",
    "14011001112246962877",
    "12406186145184390807",
    "15849039046786891736",
    "10450023813501588000"
  };

  /** Written by splitmix64.c of Vigna with the state 1234567. */
  private static final String[] SPLIT_MIX = {
    "6457827717110365317", "3203168211198807973", "9817491932198370423", "4593380528125082431"
  };

  private static HostStream stream(String name) {
    return HostStream.keyed(7, name, 0);
  }

  @Test
  void numbersAreThoseOfTheReference() {
    HostStream stream = new HostStream(0);
    ByteBuffer state = ByteBuffer.allocate(HostStream.STATE_BYTES);
    state.putLong(1).putLong(2).putLong(3).putLong(4).flip();
    stream.read(state);
    for (String expected : XOSHIRO) {
      assertThat(stream.nextLong()).isEqualTo(Long.parseUnsignedLong(expected));
    }
  }

  @Test
  void stateComesOfTheReference() {
    ByteBuffer state = ByteBuffer.allocate(HostStream.STATE_BYTES);
    new HostStream(1234567).write(state);
    state.flip();
    for (String expected : SPLIT_MIX) {
      assertThat(state.getLong()).isEqualTo(Long.parseUnsignedLong(expected));
    }
  }

  @Test
  void everyPartOfTheKeyCounts() {
    Set<Long> first = new HashSet<>();
    int keys = 0;
    for (long seed : new long[] {-1, 0, 1, Long.MAX_VALUE}) {
      for (String purpose : new String[] {"", "a", "b", "ab", "ba", "aa", "\0"}) {
        for (long chain = 0; chain < 50; chain++) {
          first.add(HostStream.keyed(seed, purpose, chain).nextLong());
          keys++;
        }
      }
    }
    assertThat(first).hasSize(keys);
    assertThat(HostStream.keyed(3, "x", 5).nextLong())
        .isEqualTo(HostStream.keyed(3, "x", 5).nextLong());
  }

  @Test
  void stateRestoresToTheSameBits() {
    HostStream stream = stream("state");
    stream.nextNormal();
    ByteBuffer state = ByteBuffer.allocate(HostStream.STATE_BYTES);
    stream.write(state);
    long[] expected = {stream.nextLong(), stream.nextLong()};
    HostStream other = stream("other");
    other.read(state.flip());
    assertThat(new long[] {other.nextLong(), other.nextLong()}).isEqualTo(expected);
  }

  @Test
  void uniformNumbersHaveTheirMoments() {
    HostStream stream = stream("uniform");
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < COUNT; i++) {
      double u = stream.nextDouble();
      assertThat(u >= 0 && u < 1).isTrue();
      double positive = stream.nextPositiveDouble();
      assertThat(positive > 0 && positive <= 1).isTrue();
      sum += u;
      squares += u * u;
    }
    // Five standard errors: sd of u is 1/√12, of u² √(4/45).
    assertThat(sum / COUNT).isCloseTo(0.5, within(5 * Math.sqrt(1 / 12.0 / COUNT)));
    assertThat(squares / COUNT).isCloseTo(1 / 3.0, within(5 * Math.sqrt(4 / 45.0 / COUNT)));
  }

  @Test
  void normalNumbersHaveTheirMoments() {
    HostStream stream = stream("normal");
    double[] moments = new double[4];
    for (int i = 0; i < COUNT; i++) {
      double z = stream.nextNormal();
      for (int power = 0; power < 4; power++) {
        moments[power] += Math.pow(z, power + 1) / COUNT;
      }
    }
    double unit = 5 / Math.sqrt(COUNT);
    assertThat(moments[0]).isCloseTo(0, within(unit));
    assertThat(moments[1]).isCloseTo(1, within(unit * Math.sqrt(2)));
    assertThat(moments[2]).isCloseTo(0, within(unit * Math.sqrt(15)));
    assertThat(moments[3]).isCloseTo(3, within(unit * Math.sqrt(96)));
  }

  @Test
  void boundedNumbersAreUnbiased() {
    // Without rejection one of three would come with probability 2/8 instead of 1/3.
    long bound = 3L << 61;
    HostStream stream = stream("bounded");
    int[] counts = new int[3];
    for (int i = 0; i < COUNT; i++) {
      long value = stream.nextLong(bound);
      assertThat(value >= 0 && value < bound).isTrue();
      counts[(int) (value % 3)]++;
    }
    for (int count : counts) {
      assertThat(count / (double) COUNT).isCloseTo(1 / 3.0, within(5 * Math.sqrt(2 / 9.0 / COUNT)));
    }
    assertThat(stream.nextLong(1)).isZero();
    refused(() -> stream.nextLong(0), "bound: expected an integer >= 1, got 0");
  }

  @Test
  void gapsAreGeometric() {
    double p = 0.3;
    HostStream stream = stream("gaps");
    int[] counts = new int[5];
    for (int i = 0; i < COUNT; i++) {
      long gap = stream.nextGap(Math.log1p(-p));
      counts[(int) Math.min(gap, 4)]++;
    }
    for (int k = 0; k < 5; k++) {
      double expected = Math.pow(1 - p, k) * (k < 4 ? p : 1);
      assertThat(counts[k] / (double) COUNT)
          .as("gap %d", k)
          .isCloseTo(expected, within(5 * Math.sqrt(expected * (1 - expected) / COUNT)));
    }
  }

  @Test
  void gapsAtTheEdges() {
    HostStream stream = stream("edges");
    assertThat(stream.nextGap(Math.log1p(-1))).isZero();
    assertThat(stream.nextGap(Math.log1p(-0.0))).isEqualTo(Long.MAX_VALUE);
    assertThat(stream.nextGap(-1e-30)).isEqualTo(Long.MAX_VALUE);
    refused(() -> stream.nextGap(0.5), "logOfComplement: expected a value <= 0, got 0.5");
    refused(() -> stream.nextGap(Double.NaN), "logOfComplement: expected a value <= 0, got NaN");
  }

  @Test
  void allOrdersAreEquallyLikely() {
    HostStream stream = stream("shuffle");
    int[] counts = new int[24];
    int rounds = 48_000;
    for (int i = 0; i < rounds; i++) {
      long[] order = {0, 1, 2, 3};
      stream.shuffle(order);
      counts[rank(order)]++;
    }
    double expected = rounds / 24.0;
    double chiSquared = Arrays.stream(counts).mapToDouble(n -> square(n - expected)).sum();
    // 23 degrees of freedom: mean 23, standard deviation √46.
    assertThat(chiSquared / expected).isBetween(23 - 3 * Math.sqrt(46), 23 + 5 * Math.sqrt(46));
  }

  private static double square(double x) {
    return x * x;
  }

  private static int rank(long... order) {
    int rank = 0;
    for (int i = 0; i < order.length; i++) {
      int smaller = 0;
      for (int j = i + 1; j < order.length; j++) {
        smaller += order[j] < order[i] ? 1 : 0;
      }
      rank = rank * (order.length - i) + smaller;
    }
    return rank;
  }

  @Test
  void shufflesKeepWhatIsThere() {
    Property.forAll(
        50,
        stream -> {
          long[] values = new long[(int) stream.nextLong(20)];
          Arrays.setAll(values, i -> 7L * i);
          long[] shuffled = values.clone();
          stream.shuffle(shuffled);
          assertThat(shuffled).containsExactlyInAnyOrder(values);
        });
  }
}
