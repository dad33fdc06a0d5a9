package org.jeffreys.uncertainty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class RiskCoverageTest {
  private static final double ROUNDING = 1e-14;

  @Test
  void hasTheRisksOfItsThresholds() {
    double[] uncertainty = {0.3, 0.1, 0.2, 0.2};
    boolean[] correct = {true, true, true, false};
    RiskCoverage curve = RiskCoverage.of(uncertainty, correct);
    assertThat(curve.points())
        .containsExactly(
            new RiskCoverage.Point(0.1, 0.25, new Proportion(1, 1)),
            new RiskCoverage.Point(0.2, 0.75, new Proportion(2, 3)),
            new RiskCoverage.Point(0.3, 1, new Proportion(3, 4)));
    // The tied error comes second or third: risks 0, ½ or 0, ⅓, ¼.
    assertThat(curve.aurc()).isEqualTo((0.25 + 1.0 / 3 + 0.25) / 4, within(ROUNDING));
    assertThat(curve.optimal()).isEqualTo(0.25 / 4, within(ROUNDING));
    assertThat(curve.excess()).isEqualTo(curve.aurc() - curve.optimal());
    assertThat(curve.points().get(1).risk()).isEqualTo(1.0 / 3);
  }

  /** The area is the mean over random orders of what ties. */
  @Test
  void areaIsTheMeanOverTheOrdersOfTies() {
    var rng = new SplittableRandom(3);
    double[] uncertainty = rng.ints(12, 0, 4).asDoubleStream().toArray();
    boolean[] correct = new boolean[12];
    for (int i = 0; i < 12; i++) {
      correct[i] = rng.nextInt(3) > 0;
    }
    double sum = 0;
    int replicates = 40_000;
    for (int k = 0; k < replicates; k++) {
      double[] broken = Arrays.stream(uncertainty).map(u -> u + rng.nextDouble() / 2).toArray();
      sum += RiskCoverage.of(broken, correct).aurc() / replicates;
    }
    assertThat(RiskCoverage.of(uncertainty, correct).aurc()).isEqualTo(sum, within(2e-3));
  }

  @Test
  void edges() {
    double[] different = {1, 2, 3};
    double[] constant = {1, 1, 1};
    boolean[] mixed = {true, false, true};
    RiskCoverage right = RiskCoverage.of(different, new boolean[] {true, true, true});
    assertThat(right.aurc()).isZero();
    assertThat(right.excess()).isZero();
    RiskCoverage wrong = RiskCoverage.of(different, new boolean[3]);
    assertThat(wrong.aurc()).isEqualTo(1);
    assertThat(wrong.excess()).isZero();
    assertThat(wrong.forAccuracy(0.1)).isEmpty();
    assertThat(wrong.forAccuracy(0)).contains(wrong.points().get(2));
    RiskCoverage same = RiskCoverage.of(constant, mixed);
    assertThat(same.points()).hasSize(1);
    assertThat(same.aurc()).isEqualTo(1.0 / 3, within(ROUNDING));
    RiskCoverage best = RiskCoverage.of(different, new boolean[] {true, true, false});
    assertThat(best.excess()).isEqualTo(0, within(ROUNDING));
  }

  @Test
  void keepsTheMostRowsForAnAccuracy() {
    double[] uncertainty = {1, 2, 3, 4, 5};
    boolean[] correct = {false, true, true, true, false};
    RiskCoverage curve = RiskCoverage.of(uncertainty, correct);
    RiskCoverage.Point point = curve.forAccuracy(0.75).orElseThrow();
    assertThat(point.threshold()).isEqualTo(4);
    assertThat(point.coverage()).isEqualTo(0.8);
    assertThat(curve.forAccuracy(0.8)).isEmpty();
    SelectiveAccuracy at = SelectiveAccuracy.at(4, uncertainty, correct);
    assertThat(at.value()).isEqualTo(point.accuracy());
    assertThat(at.coverage()).isEqualTo(point.coverage());
    assertThatThrownBy(() -> curve.forAccuracy(1.5))
        .hasMessage("accuracy: expected a value in [0, 1], got 1.5");
  }

  @Test
  void acceptingNothingHasNoAccuracy() {
    SelectiveAccuracy none = SelectiveAccuracy.at(0.5, new double[] {1, 2}, new boolean[2]);
    assertThat(none.value()).isNaN();
    assertThat(none.coverage()).isZero();
    assertThatThrownBy(
            () -> SelectiveAccuracy.at(Double.NaN, new double[] {1}, new boolean[] {true}))
        .hasMessage("threshold: expected a number, got NaN");
    assertThatThrownBy(() -> RiskCoverage.of(new double[] {0, Double.NaN}, new boolean[2]))
        .hasMessage("uncertainty[1]: expected a number, got NaN");
    assertThatThrownBy(() -> RiskCoverage.of(new double[0], new boolean[0]))
        .hasMessage("number of uncertainty: expected an integer >= 1, got 0");
  }

  @Test
  void thresholdsAreInNatsOrShares() {
    EntropyThreshold threshold = EntropyThreshold.normalised(0.5, 10);
    assertThat(threshold.nats()).isEqualTo(0.5 * Math.log(10));
    assertThat(threshold.share(10)).isEqualTo(0.5, within(ROUNDING));
    assertThatThrownBy(() -> EntropyThreshold.normalised(1.5, 10))
        .hasMessage("share: expected a value in [0, 1], got 1.5");
    assertThatThrownBy(() -> new EntropyThreshold(-1))
        .hasMessage("nats: expected a finite value >= 0, got -1.0");
  }
}
