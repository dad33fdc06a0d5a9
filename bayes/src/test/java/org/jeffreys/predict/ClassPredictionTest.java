package org.jeffreys.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.jeffreys.core.Doubles;
import org.jeffreys.uncertainty.ClassDraws;
import org.jeffreys.uncertainty.Linearised;
import org.jeffreys.uncertainty.MutualInformation;
import org.jeffreys.uncertainty.PredictiveEntropy;
import org.jeffreys.uncertainty.UncertaintyMeasures;
import org.junit.jupiter.api.Test;

final class ClassPredictionTest {
  private static final double ROUNDING = 1e-14;

  /** Three draws, independent, of two rows and two classes. */
  private static ClassPrediction small() {
    double log3 = Math.log(3);
    return ClassPrediction.of(
        Outputs.of(new double[] {0, 0, 1e5, 0, 0, log3, 1e5, 0, 0, log3, 1e5, 0}, 3, 2, 2), 3);
  }

  @Test
  void averagesOverTheDraws() {
    ClassPrediction prediction = small();
    Estimates probs = prediction.probabilities();
    assertThat(probs.size()).isEqualTo(4);
    assertThat(probs.get(0).value()).isEqualTo(1.0 / 3, within(ROUNDING));
    assertThat(probs.get(1).value()).isEqualTo(2.0 / 3, within(ROUNDING));
    // sd of ½, ¼, ¼ with divisor 2, over sqrt 3
    assertThat(probs.get(0).standardError()).isEqualTo(1.0 / 12, within(ROUNDING));
    assertThat(probs.get(2)).isEqualTo(new Estimate(1, 0));
    assertThat(prediction.voteShares().get(1).value()).isEqualTo(2.0 / 3, within(ROUNDING));
    assertThat(prediction.labels()).containsExactly(1, 0);
    assertThat(prediction.numClasses()).isEqualTo(2);
    Estimates logProb = prediction.logProb(new int[] {1, 1});
    assertThat(logProb.get(0).value()).isEqualTo(Math.log(2.0 / 3), within(ROUNDING));
    assertThat(logProb.get(0).standardError()).isEqualTo(1.0 / 8, within(ROUNDING));
    assertThat(logProb.get(1).value()).isEqualTo(-1e5, within(1e-9));
    assertThat(prediction.labelled(new int[] {1, 1}).isCorrect(1)).isFalse();
  }

  @Test
  void weighsTheDraws() {
    double none = Double.NEGATIVE_INFINITY;
    ClassPrediction one = small().withLogWeights(Doubles.of(none, 0, none));
    assertThat(one.probabilities().get(0).value()).isEqualTo(0.25, within(ROUNDING));
    assertThat(one.probabilities().get(0).standardError()).isInfinite();
    ClassPrediction two = small().withLogWeights(Doubles.of(none, 3, 3));
    Estimate entropy = two.measure(new PredictiveEntropy()).get(0);
    assertThat(entropy.value())
        .isEqualTo(-0.25 * Math.log(0.25) - 0.75 * Math.log(0.75), within(ROUNDING));
    assertThat(entropy.standardError()).isZero();
    assertThat(two.measure(new MutualInformation()).get(0)).isEqualTo(new Estimate(0, 0));
  }

  @Test
  void measuresRowsInOneGo() {
    var rng = new SplittableRandom(1);
    Outputs outputs = Outputs.of(rng.doubles(24 * 5 * 3, -3, 3).toArray(), 24, 5, 3);
    ClassPrediction prediction = ClassPrediction.of(outputs, 2);
    Measurements all = prediction.measures(UncertaintyMeasures.all());
    assertThat(all.measures()).containsExactlyElementsOf(UncertaintyMeasures.all());
    all.byMeasure()
        .forEach(
            (measure, estimates) -> {
              assertThat(prediction.measure(measure)).isEqualTo(estimates);
              for (int row = 0; row < 5; row++) {
                Linearised own = measure.of(prediction.row(row));
                assertThat(estimates.get(row).value()).isEqualTo(own.value());
                assertThat(estimates.get(row).standardError()).isPositive().isFinite();
              }
            });
  }

  /** Single and double precision differ in the logits only. */
  @Test
  void computesInDoublePrecision() {
    var floats = ClassPrediction.of(Outputs.of(new float[] {0.1f, -2.3f, 0.7f}, 1, 1, 3), 1);
    ClassDraws wide = ClassDraws.of(new double[][] {{0.1f, -2.3f, 0.7f}});
    assertThat(floats.probabilities().value()).isEqualTo(wide.meanProbs());
    assertThat(floats.measures(UncertaintyMeasures.all()).byMeasure().values())
        .allSatisfy(each -> assertThat(each.get(0).standardError()).isInfinite());
  }

  @Test
  void refusesByName() {
    assertThatThrownBy(() -> small().logProb(new int[] {0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("labels: expected 2, one a row, got 1");
    assertThatThrownBy(() -> small().logProb(new int[] {0, 11}))
        .hasMessage("labels[1]: expected a class in [0, 2), got 11");
    Measurements measured = small().measures(List.of(new PredictiveEntropy()));
    assertThatThrownBy(() -> measured.of(new MutualInformation()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("measure: expected one of [predictive-entropy], got 'mutual-information'");
    assertThatThrownBy(() -> small().row(2)).hasMessage("row: expected an index in [0, 2), got 2");
  }
}
