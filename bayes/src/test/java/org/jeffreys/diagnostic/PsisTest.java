package org.jeffreys.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PsisTest {
  private static final double NONE = Double.NEGATIVE_INFINITY;

  /** Ratios (1 - u)^-a at golden-section points u, Pareto of shape a. */
  static double[] ratios(int count, double a) {
    return Arrays.stream(golden(count)).map(u -> -a * Math.log1p(-u)).toArray();
  }

  /** (s φ) mod 1 from s = 1, with φ = 0.6180339887498949. */
  static double[] golden(int count) {
    double[] points = new double[count];
    Arrays.setAll(points, s -> (s + 1) * 0.6180339887498949 % 1.0);
    return points;
  }

  /**
   * ArviZ 0.23.4, psislw(-a * log1p(-u), reff=r): shape, greatest and first log weight, r / sum of
   * squares.
   */
  @ParameterizedTest
  @CsvSource({
    "1000, 0.3, 1, 0.33685397318586036, -4.955100904046263, -6.9761905693426804, 828.8281652928212",
    "1000, 0.9, 1, 0.8602743264669039, -1.9494729132229902, -7.775896320575928, 35.40146384465723",
    "4000, 0.6, 0.5, 0.5888437724802639, -3.9917959626669095, -8.61142948377499, 419.66041514062573",
    "100, 0.5, 1, 0.4373123832688618, -2.8314264257972144, -4.756273726035921, 64.51796124590183",
    "25, 1.2, 1, 0.6787353397630176, -1.0907090499057661, -3.8913453803394606, 6.462893284606915"
  })
  void agreesWithArviz(
      int count, double a, double efficiency, double khat, double most, double first, double size) {
    Psis psis = Psis.of(ratios(count, a), efficiency);
    assertThat(psis.khat()).isEqualTo(khat, within(1e-10));
    assertThat(psis.logWeights().max()).isEqualTo(most, within(1e-10));
    assertThat(psis.logWeights().get(0)).isEqualTo(first, within(1e-10));
    assertThat(psis.effectiveSampleSize() / size).isEqualTo(1, within(1e-9));
    assertThat(psis.logWeights().stream().map(Math::exp).sum()).isEqualTo(1, within(1e-12));
  }

  @Test
  void isAsReliableAsTheTailIsLight() {
    assertThat(Psis.of(ratios(1000, 0.3)).isReliable()).isTrue();
    assertThat(Psis.of(ratios(1000, 0.9)).isReliable()).isFalse();
    assertThat(Psis.threshold(100)).isEqualTo(0.5);
    assertThat(Psis.threshold(10_000)).isEqualTo(0.7);
    assertThat(Psis.threshold(1)).isEqualTo(NONE);
  }

  /** N(0, 1) by draws from N(0, s²): weights exp(-x²/2 (1 - 1/s²)) have k = 1 - s² below s = 1. */
  @Test
  void findsTheShapeOfANormalProposalThatIsTooNarrow() {
    var rng = new SplittableRandom(1);
    double[] ratios = new double[40_000];
    Arrays.setAll(ratios, s -> 0.5 * Math.pow(rng.nextGaussian(), 2) * (1 - 0.5));
    assertThat(Psis.of(ratios).khat()).isEqualTo(0.5, within(0.1));
  }

  @Test
  void smoothingLowersTheErrorOfAnEstimate() {
    var rng = new SplittableRandom(2);
    double raw = 0;
    double smoothed = 0;
    for (int replicate = 0; replicate < 300; replicate++) {
      double[] x = new double[500];
      Arrays.setAll(x, s -> Math.sqrt(0.4) * rng.nextGaussian());
      double[] ratios = Arrays.stream(x).map(one -> 0.75 * one * one).toArray();
      double total = LogSumExp.of(ratios);
      double[] plain = Arrays.stream(ratios).map(ratio -> ratio - total).toArray();
      raw += Math.pow(secondMoment(x, plain) - 1, 2);
      smoothed += Math.pow(secondMoment(x, Psis.of(ratios).logWeights().toArray()) - 1, 2);
    }
    assertThat(smoothed).isLessThan(0.9 * raw);
  }

  private static double secondMoment(double[] x, double[] logWeights) {
    double sum = 0;
    for (int s = 0; s < x.length; s++) {
      sum += Math.exp(logWeights[s]) * x[s] * x[s];
    }
    return sum;
  }

  @Test
  void shiftsOfTheRatiosChangeNothing() {
    double[] ratios = ratios(200, 0.4);
    Psis far = Psis.of(Arrays.stream(ratios).map(ratio -> ratio + 4096).toArray());
    assertThat(far.khat()).isEqualTo(Psis.of(ratios).khat(), within(1e-9));
  }

  @Test
  void equalRatiosAreExact() {
    Psis psis = Psis.of(new double[] {3, 3, 3, 3 + 1e-12});
    assertThat(psis.khat()).isEqualTo(NONE);
    assertThat(psis.isReliable()).isTrue();
    assertThat(psis.effectiveSampleSize()).isEqualTo(4, within(1e-9));
    assertThat(psis.logWeights().get(1)).isEqualTo(-Math.log(4), within(1e-9));
  }

  @Test
  void tailsThatCannotBeFittedAreNotTrusted() {
    assertThat(Psis.of(ratios(20, 0.3)).khat()).isInfinite().isPositive();
    double[] twoValues = new double[1000];
    Arrays.fill(twoValues, 0, 500, -1);
    Psis psis = Psis.of(twoValues);
    assertThat(psis.khat()).isInfinite().isPositive();
    assertThat(psis.logWeights().get(999) - psis.logWeights().get(0)).isEqualTo(1, within(1e-12));
  }

  @Test
  void drawsThatTheTargetExcludesWeighNothing() {
    double[] ratios = ratios(1000, 0.3);
    Arrays.fill(ratios, 100, 200, NONE);
    Psis psis = Psis.of(ratios);
    assertThat(psis.logWeights().get(150)).isEqualTo(NONE);
    assertThat(psis.khat()).isFinite();
    assertThat(psis.effectiveSampleSize()).isBetween(500.0, 900.0);
  }

  @Test
  void namesWhatIsWrong() {
    assertThatThrownBy(() -> Psis.of(new double[] {1, Double.NaN}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("logRatios[1]: expected a finite value or -Infinity, got NaN");
    assertThatThrownBy(() -> Psis.of(new double[] {Double.POSITIVE_INFINITY}))
        .hasMessage("logRatios[0]: expected a finite value or -Infinity, got Infinity");
    assertThatThrownBy(() -> Psis.of(new double[] {NONE, NONE}))
        .hasMessage(
            "logRatios: expected a finite value, got only -Infinity; the draws miss where the"
                + " target lies");
    assertThatThrownBy(() -> Psis.of(new double[0]))
        .hasMessage("number of ratios: expected an integer >= 1, got 0");
    assertThatThrownBy(() -> Psis.of(new double[] {1}, 0))
        .hasMessage("relativeEfficiency: expected a finite value > 0, got 0.0");
  }
}
