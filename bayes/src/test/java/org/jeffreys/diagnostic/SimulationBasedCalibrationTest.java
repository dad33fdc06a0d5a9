package org.jeffreys.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SimulationBasedCalibrationTest {

  /**
   * Simulations of μ ~ N(0, 1), y ~ N(μ, 1), with draws from what {@code posterior} makes of
   * standard normal numbers beside the exact mean y / 2.
   */
  private static SimulationBasedCalibration simulate(
      int count, int numDraws, DoubleUnaryOperator posterior, long seed) {
    var rng = new SplittableRandom(seed);
    List<Integer> ranks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double truth = rng.nextGaussian();
      double data = truth + rng.nextGaussian();
      double[] draws = new double[numDraws];
      Arrays.setAll(draws, s -> data / 2 + posterior.applyAsDouble(rng.nextGaussian()));
      ranks.add(SimulationBasedCalibration.rank(truth, draws, rng));
    }
    return new SimulationBasedCalibration(numDraws, ranks);
  }

  @Test
  void exactPosteriorsAreCalibrated() {
    var calibration = simulate(1000, 99, z -> z * Math.sqrt(0.5), 1);
    assertThat(calibration.chiSquarePvalue(20)).isGreaterThan(0.01);
    assertThat(calibration.ecdfPvalue()).isGreaterThan(0.01);
    assertThat(calibration.ecdfBand(0.01).holds()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"0.6, 0", "0.85, 0", "0.70710678, 0.15"})
  void wrongPosteriorsAreNot(double sd, double shift) {
    var calibration = simulate(1000, 99, z -> sd * z + shift, 2);
    assertThat(calibration.chiSquarePvalue(20)).isLessThan(1e-3);
    assertThat(calibration.ecdfPvalue()).isLessThan(1e-3);
    assertThat(calibration.ecdfBand(0.01).holds()).isFalse();
  }

  @Test
  void ranksCountTheDrawsBelow() {
    var rng = new SplittableRandom(3);
    assertThat(SimulationBasedCalibration.rank(0.5, new double[] {0, 1, 2}, rng)).isEqualTo(1);
    assertThat(SimulationBasedCalibration.rank(-1, new double[] {0, 1, 2}, rng)).isZero();
    assertThat(SimulationBasedCalibration.rank(3, new double[] {0, 1, 2}, rng)).isEqualTo(3);
    int[] counts = new int[4];
    for (int i = 0; i < 4000; i++) {
      counts[SimulationBasedCalibration.rank(1, new double[] {0, 1, 1}, rng)]++;
    }
    assertThat(counts[0]).isZero();
    assertThat(counts[2]).isBetween(1150, 1520);
  }

  @Test
  void histogramAndItsTestAreExact() {
    var calibration =
        new SimulationBasedCalibration(9, List.of(0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9));
    assertThat(calibration.histogram(5)).containsExactly(3, 2, 2, 2, 3);
    // scipy 1.17.1: chisquare([3, 2, 2, 2, 3]).pvalue
    assertThat(calibration.chiSquarePvalue(5)).isEqualTo(0.9735009788392561, within(1e-12));
  }

  /** The fraction of 200,000 samples of 50 ranks in 0 to 19 whose level is as low, by numpy. */
  @ParameterizedTest
  @CsvSource({"0.005, 0.028515", "0.01, 0.04844", "0.02, 0.09785"})
  void probabilityOfALevelIsThatOfSimulation(double level, double simulated) {
    double error = Math.sqrt(simulated * (1 - simulated) / 200_000);
    assertThat(EcdfEnvelope.of(50, 20).probabilityOfLevel(level))
        .isEqualTo(simulated, within(5 * error));
  }

  /** Two numbers and one point, 1/2: the counts 0, 1, 2 have levels 1/2, 1 (3/2) and 1/2. */
  @Test
  void probabilityOfALevelIsExactWhereItCanBeCounted() {
    EcdfEnvelope envelope = EcdfEnvelope.of(2, 2);
    assertThat(envelope.points().toArray()).containsExactly(0.5);
    assertThat(envelope.level(new int[] {0})).isEqualTo(0.5, within(1e-12));
    assertThat(envelope.probabilityOfLevel(0.5)).isEqualTo(0.5, within(1e-12));
    assertThat(envelope.probabilityOfLevel(0.49)).isEqualTo(0, within(1e-12));
  }

  @Test
  void bandHoldsExactlyWhereThePvalueIsAbove() {
    var rng = new SplittableRandom(4);
    int held = 0;
    int pvalues = 0;
    for (int i = 0; i < 400; i++) {
      List<Integer> ranks = IntStream.range(0, 60).mapToObj(k -> rng.nextInt(20)).toList();
      var calibration = new SimulationBasedCalibration(19, ranks);
      boolean holds = calibration.ecdfBand(0.1).holds();
      assertThat(holds).isEqualTo(calibration.ecdfPvalue() > 0.1);
      held += holds ? 1 : 0;
      pvalues += calibration.ecdfPvalue() <= 0.5 ? 1 : 0;
    }
    assertThat(held).isGreaterThan(360 - 30);
    assertThat(pvalues).isBetween(140, 250);
  }

  @Test
  void bandHoldsItsMiddle() {
    var band =
        new SimulationBasedCalibration(99, IntStream.range(0, 100).boxed().toList()).ecdfBand(0.05);
    assertThat(band.points().size()).isEqualTo(99);
    assertThat(band.ecdf().toArray()).containsExactly(band.points().toArray(), within(1e-12));
    // The simultaneous band is wider than the pointwise one, ±0.098, and no wider than need be.
    assertThat(band.upper().get(49)).isBetween(0.61, 0.68);
    assertThat(band.lower().get(49)).isBetween(0.32, 0.39);
    assertThat(band.holds()).isTrue();
  }

  @Test
  void oneSimulationTellsNothing() {
    var calibration = new SimulationBasedCalibration(9, List.of(4));
    assertThat(calibration.ecdfBand(0.05).holds()).isTrue();
    assertThat(calibration.ecdfPvalue()).isGreaterThan(0.5);
  }

  @Test
  void namesWhatIsWrong() {
    assertThatThrownBy(() -> new SimulationBasedCalibration(9, List.of(3, 10)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ranks[1]: expected an index in [0, 10), got 10");
    assertThatThrownBy(() -> new SimulationBasedCalibration(9, Collections.emptyList()))
        .hasMessage("number of simulations: expected an integer >= 1, got 0");
    assertThatThrownBy(() -> new SimulationBasedCalibration(9, List.of(3)).histogram(3))
        .hasMessage(
            "numBins: expected a divisor of the 10 ranks, got 3; thin to a number of draws that is"
                + " one less than a multiple of it");
    assertThatThrownBy(() -> new SimulationBasedCalibration(9, List.of(3)).ecdfBand(1))
        .hasMessage("alpha: expected a value in (0, 1), got 1.0");
    assertThatThrownBy(
            () ->
                SimulationBasedCalibration.rank(
                    0, new double[] {Double.NaN}, new SplittableRandom(1)))
        .hasMessage("draws: expected numbers, got NaN");
  }
}
