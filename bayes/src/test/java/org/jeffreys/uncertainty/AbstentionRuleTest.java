package org.jeffreys.uncertainty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class AbstentionRuleTest {
  private static final double ROUNDING = 1e-12;

  @Test
  void acceptsUpToTheThreshold() {
    var entropy = new AbstentionRule(new PredictiveEntropy(), 0.5);
    assertThat(entropy.accepts(0.5)).isTrue();
    assertThat(entropy.accepts(Math.nextUp(0.5))).isFalse();
    assertThat(entropy.accepts(Double.NaN)).isFalse();
    assertThat(entropy).hasToString("predictive-entropy at most 0.5 nats");
  }

  /** Which of the measures grow with confidence is theirs to say. */
  @ParameterizedTest
  @MethodSource("org.jeffreys.uncertainty.UncertaintyMeasures#all")
  void acceptsTheMoreCertain(UncertaintyMeasure measure) {
    var rule = new AbstentionRule(measure, 0.5);
    double step = measure.higherIsUncertain() ? -0.1 : 0.1;
    assertThat(rule.accepts(0.5 + step)).isTrue();
    assertThat(rule.accepts(0.5 - step)).isFalse();
    assertThat(rule.toString())
        .startsWith(measure.name() + (measure.higherIsUncertain() ? " at most" : " at least"));
  }

  @ParameterizedTest
  @MethodSource("org.jeffreys.uncertainty.UncertaintyMeasures#all")
  void valuesLieWithinTheBoundsOfTheirMeasure(UncertaintyMeasure measure) {
    for (int seed = 0; seed < 200; seed++) {
      var rng = new SplittableRandom(seed);
      int numClasses = 2 + seed % 9;
      double value = measure.of(RandomPredictions.draws(1 + seed % 5, numClasses, 8, rng)).value();
      assertThat(value)
          .as("%s, seed %d", measure.name(), seed)
          .isBetween(measure.least() - ROUNDING, measure.greatest(numClasses) + ROUNDING);
    }
  }

  @Test
  void refusesThresholdsThatNoValueReaches() {
    var rule = new AbstentionRule(new PredictiveEntropy(), 3);
    assertThat(rule.requireWithin(1000, "threshold")).isSameAs(rule);
    assertThatThrownBy(() -> rule.requireWithin(10, "--threshold"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "--threshold: expected a value of predictive-entropy of 10 classes, in [0.0,"
                + " 2.302585092994046] nats, got 3.0");
    assertThatThrownBy(() -> new AbstentionRule(new Margin(), -0.1).requireWithin(2, "threshold"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threshold: expected a value of margin of 2 classes, in [0.0, 1.0], got -0.1");
    assertThat(new AbstentionRule(new Energy(), -40).requireWithin(10, "threshold").threshold())
        .isEqualTo(-40);
    assertThatThrownBy(() -> new AbstentionRule(new Energy(), Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threshold: expected a finite value, got NaN");
  }
}
