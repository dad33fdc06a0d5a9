package org.jeffreys.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.jeffreys.core.StandardNormal;
import org.jeffreys.privacy.TailComposition.Term;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PrvAccountantTest {
  private static final PrvAccountant PRV = PrvAccountant.standard();

  @ParameterizedTest
  @CsvSource({"1.5, 0.04, 2249, 6.767044", "1, 0.015873015873015873, 6300, 8.170711"})
  void bracketsTheReferenceClosely(double sigma, double rate, long steps, double tight) {
    var bounds = PRV.bounds(1e-5, new SampledGaussian(sigma, rate, steps));
    assertThat(bounds.lower()).isLessThan(tight);
    assertThat(bounds.upper()).isGreaterThan(tight);
    assertThat(bounds.gap()).isLessThan(0.001);
  }

  @Test
  void bracketsAddingByItself() {
    var row =
        PrivacyReferences.rows().stream()
            .filter(each -> each.accountant().equals("prv-add"))
            .findFirst()
            .orElseThrow();
    var mechanism = row.mechanism();
    var step = new SampledGaussianLoss(mechanism.noiseMultiplier(), mechanism.samplingRate(), 8.5);
    var above = LossDiscretiser.above(step, 7e-4);
    var below = LossDiscretiser.below(step, 7e-4);
    double upper =
        compose(above.addition(), mechanism.steps(), 1e-5)
            .epsilon(1, above.infinite() * mechanism.steps());
    double lower = compose(below.addition(), mechanism.steps(), 1e-5).epsilon(-1, 0);
    assertThat(lower).isBetween(row.epsilon() - row.tolerance(), row.epsilon());
    assertThat(upper).isBetween(row.epsilon(), row.epsilon() + row.tolerance());
  }

  @Test
  void boundsStayTrueWhereTheGridDoesNotReach() {
    var step = SampledGaussian.unsubsampled(5, Long.MAX_VALUE);
    var nearly = new SampledGaussian(5, 0.5, Long.MAX_VALUE);
    assertThat(PRV.epsilon(1e-5, nearly)).isBetween(1e15, PRV.epsilon(1e-5, step));
  }

  /** The grid itself at q = 1, where the accountant would use the closed form. */
  @ParameterizedTest
  @CsvSource({"2, 10, 1e-5", "0.5, 1, 1e-9", "1, 1, 1e-5", "30, 1000, 1e-6", "1, 3, 1e-80"})
  void gridBracketsTheAnalyticGaussian(double sigma, int steps, double delta) {
    double exact = new GaussianMechanism(sigma / Math.sqrt(steps)).epsilon(delta);
    var step = new SampledGaussianLoss(sigma, 1, Math.sqrt(2 * Math.log(1e8 * steps / delta)));
    double spacing = 0.02 / sigma / Math.sqrt(steps);
    var above = LossDiscretiser.above(step, spacing);
    var below = LossDiscretiser.below(step, spacing);
    for (var law : List.of(above.removal(), above.addition())) {
      double upper = compose(law, steps, delta).epsilon(1, above.infinite() * steps);
      assertThat(upper).isBetween(exact - 1e-9, exact * 1.002);
    }
    for (var law : List.of(below.removal(), below.addition())) {
      double lower = compose(law, steps, delta).epsilon(-1, 0);
      assertThat(lower).isBetween(exact * 0.998, exact + 1e-9);
    }
  }

  private static TailComposition compose(LossLaw law, long steps, double delta) {
    return new TailComposition(List.of(new Term(law, steps)), delta);
  }

  /**
   * One step by quadrature over x of (p - e^ε q)+ in both directions, without any grid of losses.
   */
  @ParameterizedTest
  @CsvSource({"1, 0.1, 0.5", "0.7, 0.01, 1", "2, 0.5, 0.1"})
  void bracketsOneStepByQuadrature(double sigma, double rate, double epsilon) {
    double removal = 0;
    double addition = 0;
    double dx = 1e-4;
    for (double x = -12 * sigma; x < 1 + 12 * sigma; x += dx) {
      double q = StandardNormal.density(x / sigma) / sigma;
      double p = (1 - rate) * q + rate * StandardNormal.density((x - 1) / sigma) / sigma;
      removal += dx * Math.max(0, p - Math.exp(epsilon) * q);
      addition += dx * Math.max(0, q - Math.exp(epsilon) * p);
    }
    double delta = Math.max(removal, addition);
    var bounds = PRV.bounds(delta, new SampledGaussian(sigma, rate, 1));
    assertThat(bounds.lower()).isBetween(epsilon - 0.01, epsilon + 1e-5);
    assertThat(bounds.upper()).isBetween(epsilon - 1e-5, epsilon + 0.01);
  }

  @Test
  void lowerIsBelowRdpAndTheGapIsSmall() {
    var random = new Random(11);
    for (int i = 0; i < 15; i++) {
      var mechanism =
          new SampledGaussian(
              0.5 + 3 * random.nextDouble(),
              Math.pow(10, -4 + 3.5 * random.nextDouble()),
              1 + random.nextInt(20_000));
      double delta = Math.pow(10, -2 - 8 * random.nextDouble());
      var bounds = PRV.bounds(delta, mechanism);
      String of = "seed 11, case " + i + ", " + mechanism + ", delta " + delta;
      assertThat(bounds.lower())
          .as(of)
          .isLessThanOrEqualTo(RdpAccountant.current().epsilon(delta, mechanism));
      assertThat(bounds.gap()).as(of).isLessThan(0.005 * Math.max(1, bounds.upper()));
    }
  }

  @Test
  void mixesPlainAndSubsampledSteps() {
    var plain = SampledGaussian.unsubsampled(4, 3);
    var rare = new SampledGaussian(1, 1e-9, 3);
    double exact = new GaussianMechanism(4 / Math.sqrt(3)).epsilon(1e-5);
    var bounds = PRV.bounds(1e-5, List.of(plain, rare));
    assertThat(bounds.lower()).isLessThanOrEqualTo(exact + 1e-4);
    assertThat(bounds.upper()).isCloseTo(exact, within(0.01)).isGreaterThan(exact - 1e-9);
  }
}
