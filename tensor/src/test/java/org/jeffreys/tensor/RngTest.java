package org.jeffreys.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;
import static org.jeffreys.tensor.Numbers.assertSame;
import static org.jeffreys.tensor.Numbers.refused;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NativeMemory.class)
final class RngTest {
  private static final int NATIVE_BYTES = 5056;
  private static final int WORDS_AT = 24;
  private static final int WORDS = 624;
  private static final long[][] ROWS = {{}, {1}, {7}, {15}, {16}, {17}, {3, 100}};

  private static long[] shape(long chains, long... row) {
    return Shape.of(row).prepend(chains).toArray();
  }

  @Test
  void anotherChainLeavesTheOthersNumbersAlone() {
    for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      try (Rng three = Rng.streams(1, "x", 3);
          Rng five = Rng.streams(1, "x", 5)) {
        for (long[] row : ROWS) {
          Tensor few = three.normal(dtype, shape(3, row));
          assertSame(five.normal(dtype, shape(5, row)).narrow(0, 0, 3), few, 0);
          Tensor flat = three.uniform(dtype, shape(3, row));
          assertSame(five.uniform(dtype, shape(5, row)).narrow(0, 0, 3), flat, 0);
        }
        assertThat(five.host(2).nextLong()).isEqualTo(three.host(2).nextLong());
      }
    }
  }

  @Test
  void aThreadsShareIsASliceOfAll() {
    try (Rng all = Rng.streams(1, "x", 5);
        Rng share = Rng.streams(1, "x", 2, 2);
        Rng one = Rng.streams(1, "x", 4, 1)) {
      for (long[] row : ROWS) {
        Tensor whole = all.normal(DType.FLOAT32, shape(5, row));
        assertSame(share.normal(DType.FLOAT32, shape(2, row)), whole.narrow(0, 2, 2), 0);
        assertSame(one.normal(DType.FLOAT32, shape(1, row)), whole.narrow(0, 4, 1), 0);
      }
      assertThat(share.host(1).nextLong()).isEqualTo(all.host(3).nextLong());
      assertThat(share.apart("shuffle", 1, 9).nextLong())
          .isEqualTo(all.apart("shuffle", 3, 9).nextLong());
    }
  }

  @Test
  void stateRestoresToTheSameBits() {
    try (Rng rng = Rng.streams(3, "x", 2);
        Rng other = Rng.streams(4, "y", 2)) {
      // An odd number leaves the second value of a pair in the state.
      rng.normal(DType.FLOAT64, 2, 3);
      rng.normal(DType.FLOAT32, 2, 5);
      rng.host(1).nextLong();
      byte[] state = rng.state();
      Tensor wide = rng.normal(DType.FLOAT64, 2, 3);
      Tensor narrow = rng.normal(DType.FLOAT32, 2, 40);
      Tensor uniform = rng.uniform(DType.FLOAT64, 2, 3);
      long onHeap = rng.host(1).nextLong();
      byte[] after = rng.state();
      for (Rng again : new Rng[] {rng, other}) {
        again.restore(state);
        assertThat(again.normal(DType.FLOAT64, 2, 3).toBytes()).isEqualTo(wide.toBytes());
        assertThat(again.normal(DType.FLOAT32, 2, 40).toBytes()).isEqualTo(narrow.toBytes());
        assertThat(again.uniform(DType.FLOAT64, 2, 3).toBytes()).isEqualTo(uniform.toBytes());
        assertThat(again.host(1).nextLong()).isEqualTo(onHeap);
        assertThat(again.state()).isEqualTo(after);
      }
    }
  }

  @Test
  void damagedStatesAreRefused() {
    try (Rng rng = Rng.of(1, "x")) {
      byte[] state = rng.state();
      refused(
          () -> rng.restore(Arrays.copyOf(state, 10)),
          "state: expected 5088 bytes for 1 chains, got 10");
      Arrays.fill(state, (byte) -1);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> rng.restore(state))
          .withMessage(
              "state: expected operands that fit, got uint8 [5056]; Invalid mt19937 state");
    }
  }

  /** The twister's words of the key: 32 bits each, the first with its high bit set. */
  private static long[] words(Rng rng) {
    ByteBuffer state = ByteBuffer.wrap(rng.state()).order(ByteOrder.nativeOrder());
    long[] words = new long[WORDS];
    Arrays.setAll(words, i -> state.getLong(WORDS_AT + Long.BYTES * i));
    return words;
  }

  @Test
  void theTwisterRunsFromTheWordsOfTheKey() {
    try (Rng rng = Rng.of(11, "x")) {
      long[] words = words(rng);
      assertThat(words).doesNotHaveDuplicates();
      assertThat(Arrays.stream(words).max().orElseThrow()).isLessThan(1L << 32);
      assertThat(Arrays.stream(words).min().orElseThrow()).isNotNegative();
      assertThat(words[0] >>> 31).isEqualTo(1);
      // A uniform double takes the low 53 of 64 bits, the first 32 of them the high ones.
      double[] drawn = rng.uniform(DType.FLOAT64, 700).toDoubles();
      long[] tempered = twist(words, 1400);
      for (int i = 0; i < drawn.length; i++) {
        long bits = (tempered[2 * i] << 32 | tempered[2 * i + 1]) & ((1L << 53) - 1);
        assertThat(drawn[i]).isEqualTo(bits * 0x1p-53);
      }
    }
  }

  /** MT19937 as published, from a state that is used up. */
  private static long[] twist(long[] start, int count) {
    long[] state = start.clone();
    long[] drawn = new long[count];
    for (int n = 0; n < count; n++) {
      int i = n % WORDS;
      long bits = (state[i] & 0x80000000L) | (state[(i + 1) % WORDS] & 0x7fffffffL);
      long next = state[(i + 397) % WORDS] ^ (bits >>> 1);
      state[i] = (bits & 1) == 0 ? next : next ^ 0x9908b0dfL;
      long y = state[i];
      y ^= y >>> 11;
      y ^= (y << 7) & 0x9d2c5680L;
      y ^= (y << 15) & 0xefc60000L;
      drawn[n] = (y ^ (y >>> 18)) & 0xffffffffL;
    }
    return drawn;
  }

  @Test
  void normalNumbersHaveTheirMoments() {
    int count = 100_000;
    for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      try (Rng rng = Rng.streams(5, "moments", 2)) {
        Tensor z = rng.normal(dtype, 2, count);
        double unit = 5 / Math.sqrt(count);
        double[] means = z.mean(1).toDoubles();
        double[] squares = z.square().mean(1).toDoubles();
        double[] fourths = z.pow(4).mean(1).toDoubles();
        for (int chain = 0; chain < 2; chain++) {
          assertThat(means[chain]).isCloseTo(0, within(unit));
          assertThat(squares[chain]).isCloseTo(1, within(unit * Math.sqrt(2)));
          assertThat(fourths[chain]).isCloseTo(3, within(unit * Math.sqrt(96)));
        }
        double product = z.select(0, 0).mul(z.select(0, 1)).mean().to(DType.FLOAT64).item();
        assertThat(product).as("correlation of chains").isCloseTo(0, within(unit));
      }
    }
  }

  @Test
  void viewsAreFilledAsDenseMemoryIs() {
    try (Rng rng = Rng.streams(6, "x", 3);
        Rng again = Rng.streams(6, "x", 3)) {
      Tensor dense = rng.normal(DType.FLOAT32, 3, 20);
      Tensor columns = Tensor.zeros(DType.FLOAT32, 20, 3);
      again.fillNormal(columns.transpose(0, 1));
      assertSame(columns.transpose(0, 1), dense, 0);
    }
  }

  @Test
  void keysOfOneWordDifferInAllOthers() {
    try (Rng a = Rng.of(1, "x");
        Rng b = Rng.of(2, "x");
        Rng c = Rng.of(1, "y")) {
      assertThat(words(a)).doesNotContain(words(b)).doesNotContain(words(c));
    }
  }

  @Test
  void whatIsPassedIsChecked() {
    refused(() -> Rng.streams(1, "x", 0), "numChains: expected an integer >= 1, got 0");
    refused(() -> Rng.streams(1, "x", -1, 1), "firstChain: expected an integer >= 0, got -1");
    try (Rng rng = Rng.streams(1, "x", 2)) {
      refused(
          () -> rng.normal(DType.FLOAT32, 3, 2),
          "shape: expected axis 0 of length 2, one row a chain, got float32 [3, 2]");
      refused(
          () -> rng.normal(DType.FLOAT32),
          "shape: expected axis 0 of length 2, one row a chain, got float32 []");
      refused(
          () -> rng.uniform(DType.INT64, 2),
          "uniform: expected float32 or float64 elements, got int64 [2]; convert with to(FLOAT32) or"
              + " to(FLOAT64)");
      refused(() -> rng.host(2), "chain: expected an index in [0, 2), got 2");
      assertThat(rng.numChains()).isEqualTo(2);
      assertThat(rng.state()).hasSize(2 * (NATIVE_BYTES + HostStream.STATE_BYTES));
    }
  }

  @Test
  void closedStreamsAreRefused() {
    Rng rng = Rng.of(1, "x");
    byte[] state = rng.state();
    rng.close();
    rng.close();
    String message = "rng: expected open streams, got closed ones";
    assertThatIllegalStateException()
        .isThrownBy(() -> rng.normal(DType.FLOAT32, 2))
        .withMessage(message);
    assertThatIllegalStateException().isThrownBy(rng::state).withMessage(message);
    assertThatIllegalStateException().isThrownBy(() -> rng.restore(state)).withMessage(message);
  }
}
