package org.jeffreys.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every registered accountant. */
final class AccountantContractTest {
  private static final double DELTA = 1e-5;

  static List<Accountant> accountants() {
    return Accountants.all();
  }

  static List<PrivacyReferences.Row> references() {
    return PrivacyReferences.rows().stream()
        .filter(row -> !row.accountant().equals("prv-add"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("references")
  void reproducesReferenceValues(PrivacyReferences.Row row) {
    double epsilon =
        row.accountant().equals("gdp")
            ? new GdpAccountant().approximateEpsilon(DELTA, List.of(row.mechanism()))
            : Accountants.named(row.accountant()).epsilon(DELTA, row.mechanism());
    assertThat(epsilon).isCloseTo(row.epsilon(), within(row.tolerance()));
  }

  @ParameterizedTest
  @MethodSource("accountants")
  void isMonotoneInEveryArgument(Accountant accountant) {
    var random = new Random(7);
    for (int i = 0; i < 12; i++) {
      double sigma = 0.6 + 3 * random.nextDouble();
      double rate = Math.pow(10, -3 + 2.5 * random.nextDouble());
      long steps = 1L + random.nextInt(2000);
      var mechanism = new SampledGaussian(sigma, rate, steps);
      double epsilon = accountant.epsilon(DELTA, mechanism);
      // Bounds of PRV differ from the truth by up to 0.005, so the changes are large ones.
      String of = "seed 7, case " + i + ", " + mechanism;
      assertThat(accountant.epsilon(DELTA, new SampledGaussian(1.2 * sigma, rate, steps)))
          .as(of)
          .isLessThanOrEqualTo(epsilon);
      assertThat(accountant.epsilon(DELTA, new SampledGaussian(sigma, 0.8 * rate, steps)))
          .as(of)
          .isLessThanOrEqualTo(epsilon);
      assertThat(accountant.epsilon(DELTA, mechanism.withSteps(2 * steps)))
          .as(of)
          .isGreaterThanOrEqualTo(epsilon);
      assertThat(accountant.epsilon(DELTA / 10, mechanism)).as(of).isGreaterThanOrEqualTo(epsilon);
    }
  }

  @ParameterizedTest
  @MethodSource("accountants")
  void composesUnsubsampledStepsExactly(Accountant accountant) {
    double many = accountant.epsilon(DELTA, SampledGaussian.unsubsampled(3, 16));
    double one = accountant.epsilon(DELTA, SampledGaussian.unsubsampled(0.75, 1));
    assertThat(many).isCloseTo(one, within(1e-12));
  }

  @ParameterizedTest
  @MethodSource("accountants")
  void isContinuousAtFullSampling(Accountant accountant) {
    double full = accountant.epsilon(DELTA, SampledGaussian.unsubsampled(2, 10));
    double nearly = accountant.epsilon(DELTA, new SampledGaussian(2, 1 - 1e-9, 10));
    assertThat(nearly).isCloseTo(full, within(0.005));
  }

  @ParameterizedTest
  @MethodSource("accountants")
  void addsRunsInAnyOrderAndSplit(Accountant accountant) {
    var a = new SampledGaussian(1.2, 0.02, 300);
    var b = new SampledGaussian(2, 0.1, 50);
    double together = accountant.epsilon(DELTA, List.of(a, b));
    assertThat(accountant.epsilon(DELTA, List.of(b, a.withSteps(100), a.withSteps(200))))
        .isCloseTo(together, within(1e-9));
    assertThat(together)
        .isGreaterThan(accountant.epsilon(DELTA, a))
        .isGreaterThan(accountant.epsilon(DELTA, b))
        .isLessThan(accountant.epsilon(DELTA / 2, a) + accountant.epsilon(DELTA / 2, b));
  }

  @ParameterizedTest
  @MethodSource("accountants")
  void costsNothingWhereNothingIsReleased(Accountant accountant) {
    assertThat(accountant.epsilon(DELTA, List.of())).isZero();
    assertThat(accountant.epsilon(DELTA, new SampledGaussian(0, 0, 10))).isZero();
    assertThat(accountant.epsilon(DELTA, new SampledGaussian(1, 0.1, 0))).isZero();
  }

  @ParameterizedTest
  @MethodSource("accountants")
  void isInfiniteWithoutNoise(Accountant accountant) {
    assertThat(accountant.epsilon(DELTA, new SampledGaussian(0, 0.1, 1))).isInfinite();
    assertThat(accountant.epsilon(DELTA, SampledGaussian.unsubsampled(0, 1))).isInfinite();
  }

  @ParameterizedTest
  @MethodSource("accountants")
  void isNeverNaN(Accountant accountant) {
    var extremes =
        List.of(
            new SampledGaussian(1, 1e-300, 10),
            new SampledGaussian(1, 1e-12, 1_000_000_000_000L),
            new SampledGaussian(1e6, 0.5, 1_000_000_000_000L),
            new SampledGaussian(1e150, 0.5, 1000),
            new SampledGaussian(5, 0.5, Long.MAX_VALUE),
            new SampledGaussian(0.02, 0.01, 100),
            new SampledGaussian(1e-5, 0.01, 100),
            new SampledGaussian(1e-300, 0.01, 100),
            SampledGaussian.unsubsampled(1e-300, 100),
            SampledGaussian.unsubsampled(1e300, 100));
    for (var extreme : extremes) {
      assertThat(accountant.epsilon(DELTA, extreme)).as("%s", extreme).isNotNaN().isNotNegative();
      assertThat(accountant.epsilon(0.9, extreme)).as("%s", extreme).isNotNaN().isNotNegative();
    }
    assertThat(accountant.epsilon(1e-300, new SampledGaussian(1, 0.01, 10))).isBetween(1.0, 1e4);
  }

  @ParameterizedTest
  @MethodSource("accountants")
  void findsTheLeastNoise(Accountant accountant) {
    double sigma = accountant.noiseMultiplier(2, DELTA, 0.01, 500);
    assertThat(accountant.epsilon(DELTA, new SampledGaussian(sigma, 0.01, 500)))
        .isLessThanOrEqualTo(2);
    assertThat(accountant.epsilon(DELTA, new SampledGaussian(0.999 * sigma, 0.01, 500)))
        .isGreaterThan(2);
  }

  @ParameterizedTest
  @MethodSource("accountants")
  void refusesBadArguments(Accountant accountant) {
    assertThatThrownBy(() -> accountant.epsilon(1, List.of()))
        .hasMessage("delta: expected a value in (0, 1), got 1.0");
    assertThatThrownBy(() -> accountant.noiseMultiplier(0, DELTA, 0.1, 1))
        .hasMessage("epsilon: expected a finite value > 0, got 0.0");
    assertThatThrownBy(() -> accountant.noiseMultiplier(1, DELTA, 0, 1))
        .hasMessage("samplingRate: expected a value in (0, 1], got 0.0");
    assertThatThrownBy(() -> accountant.noiseMultiplier(1, DELTA, 0.1, 0))
        .hasMessage("steps: expected an integer >= 1, got 0");
  }

  @Test
  void noiseForEpsilonEightIsTheExpectedOne() {
    assertThat(RdpAccountant.current().noiseMultiplier(8, DELTA, 0.04, 2000))
        .isCloseTo(1.3562, within(0.001));
    assertThat(PrvAccountant.standard().noiseMultiplier(8, DELTA, 0.04, 2000))
        .isCloseTo(1.2915, within(0.003));
  }

  @Test
  void saysWhichTargetIsOutOfReach() {
    assertThatThrownBy(() -> RdpAccountant.current().noiseMultiplier(0.05, DELTA, 0.1, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "epsilon: expected at least 0.1029, the least that accountant rdp certifies at delta"
                + " 1.0E-5, got 0.05; use accountant prv or a larger delta");
  }

  @Test
  void namesTheAccountants() {
    assertThat(Accountants.names()).containsExactly("rdp", "rdp-classic", "prv");
    assertThatThrownBy(() -> Accountants.named("gdp"))
        .hasMessage("accountant: expected one of [rdp, rdp-classic, prv], got 'gdp'");
  }

  @Test
  void refusesBadMechanisms() {
    assertThatThrownBy(() -> new SampledGaussian(-1, 0.1, 1))
        .hasMessage("noiseMultiplier: expected a finite value >= 0, got -1.0");
    assertThatThrownBy(() -> new SampledGaussian(1, 1.1, 1))
        .hasMessage("samplingRate: expected a value in [0, 1], got 1.1");
    assertThatThrownBy(() -> new SampledGaussian(1, 0.1, -1))
        .hasMessage("steps: expected an integer >= 0, got -1");
  }
}
