package org.jeffreys.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;
import static org.jeffreys.tensor.Numbers.assertSame;
import static org.jeffreys.tensor.Numbers.refused;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The law of {@link Rng#mask}. Failed where the top bit of the random words was always 0. */
@ExtendWith(NativeMemory.class)
final class MaskTest {
  private static final int COUNT = 1 << 20;

  private static boolean[] kept(double keep, int count) {
    try (Rng rng = Rng.of(7, "mask")) {
      double inverse = 1 / Rng.realisedKeep(keep);
      double[] values = rng.mask(DType.FLOAT64, keep, count).toDoubles();
      boolean[] kept = new boolean[count];
      for (int i = 0; i < count; i++) {
        assertThat(values[i] == 0 || values[i] == inverse).as("value %s", values[i]).isTrue();
        kept[i] = values[i] != 0;
      }
      return kept;
    }
  }

  /** Neighbours share a random word: patterns of eight are counted against independence. */
  @ParameterizedTest
  @ValueSource(doubles = {0.25, 0.5, 0.75, 0.9, 0.7, 0.1, 1 - 1e-5, 1e-5})
  void patternsHaveTheLawOfIndependentTrials(double keep) {
    boolean[] kept = kept(keep, COUNT);
    double p = Rng.realisedKeep(keep);
    long[] counts = new long[256];
    for (int i = 0; i < COUNT; i += 8) {
      int pattern = 0;
      for (int bit = 0; bit < 8; bit++) {
        pattern |= kept[i + bit] ? 1 << bit : 0;
      }
      counts[pattern]++;
    }
    double statistic = 0;
    double rare = 0;
    double rareExpected = 0;
    int cells = 0;
    for (int pattern = 0; pattern < 256; pattern++) {
      int ones = Integer.bitCount(pattern);
      double expected = COUNT / 8.0 * Math.pow(p, ones) * Math.pow(1 - p, 8 - ones);
      if (expected < 10) {
        rare += counts[pattern];
        rareExpected += expected;
      } else {
        statistic += square(counts[pattern] - expected) / expected;
        cells++;
      }
    }
    assertThat(rare).isCloseTo(rareExpected, within(5 * Math.sqrt(rareExpected) + 3));
    // A chi-square number of cells - 1 degrees is normal enough for a bound of about 1e-6.
    assertThat(statistic).isLessThan(cells + 5 * Math.sqrt(2.0 * cells) + 15);
    long ones = 0;
    for (boolean each : kept) {
      ones += each ? 1 : 0;
    }
    assertThat((double) ones).isCloseTo(COUNT * p, within(5 * Math.sqrt(COUNT * p * (1 - p))));
  }

  private static double square(double x) {
    return x * x;
  }

  @Test
  void neighboursOfAllDistancesAreUncorrelated() {
    boolean[] kept = kept(0.3, COUNT);
    double p = Rng.realisedKeep(0.3);
    for (int lag = 1; lag <= 16; lag++) {
      double sum = 0;
      for (int i = lag; i < COUNT; i++) {
        sum += ((kept[i] ? 1 : 0) - p) * ((kept[i - lag] ? 1 : 0) - p);
      }
      assertThat(sum / (p * (1 - p))).as("lag %d", lag).isCloseTo(0, within(5 * Math.sqrt(COUNT)));
    }
  }

  @Test
  void realisedRatesAreMultiplesOfTheSmallestOne() {
    assertThat(Rng.realisedKeep(0.5)).isEqualTo(0.5);
    assertThat(Rng.realisedKeep(1)).isEqualTo(1);
    assertThat(Rng.realisedKeep(0.9)).isEqualTo(58982 / 65536.0);
    assertThat(Rng.realisedKeep(1 - 1e-5)).isEqualTo(65535 / 65536.0);
    assertThat(Rng.realisedKeep(1e-9)).isEqualTo(1 / 65536.0);
    assertThat(Rng.realisedKeep(1 - 1e-9)).isEqualTo(1);
  }

  @Test
  void keepingAllIsOnes() {
    try (Rng rng = Rng.streams(7, "mask", 2)) {
      byte[] before = rng.state();
      assertSame(rng.mask(DType.FLOAT32, 1, 2, 5), Tensor.ones(DType.FLOAT32, 2, 5), 0);
      assertThat(rng.state()).isEqualTo(before);
    }
  }

  @Test
  void chainsAreIndependentAndLeaveEachOtherAlone() {
    int row = 1 << 16;
    try (Rng three = Rng.streams(7, "mask", 3);
        Rng again = Rng.streams(7, "mask", 3);
        Rng five = Rng.streams(7, "mask", 5)) {
      for (double keep : new double[] {0.5, 0.7}) {
        Tensor few = three.mask(DType.FLOAT32, keep, 3, row + 3);
        assertSame(again.mask(DType.FLOAT32, keep, 3, row + 3), few, 0);
        assertSame(five.mask(DType.FLOAT32, keep, 5, row + 3).narrow(0, 0, 3), few, 0);
        double p = Rng.realisedKeep(keep);
        Tensor centred = few.to(DType.FLOAT64).sub(1);
        double unit = 5 * (1 / p - 1) / Math.sqrt(row);
        for (int chain = 1; chain < 3; chain++) {
          double product = centred.select(0, chain).mul(centred.select(0, 0)).mean().item();
          assertThat(product).as("chains 0 and %d", chain).isCloseTo(0, within(unit));
        }
      }
      assertThat(three.mask(DType.FLOAT64, 0.5, 3, 2, 5).shape()).containsExactly(3, 2, 5);
    }
  }

  @Test
  void whatIsPassedIsChecked() {
    Rng rng = Rng.streams(7, "mask", 2);
    refused(() -> rng.mask(DType.FLOAT32, 0, 2, 5), "keep: expected a value in (0, 1], got 0.0");
    refused(() -> rng.mask(DType.INT64, 0.5, 2, 5), "mask: expected float32 or float64, got int64");
    refused(
        () -> rng.mask(DType.FLOAT32, 0.5, 3, 5),
        "shape: expected axis 0 of length 2, one row a chain, got [3, 5]");
    rng.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> rng.mask(DType.FLOAT32, 0.5, 2, 5))
        .withMessage("rng: expected open streams, got closed ones");
  }
}
