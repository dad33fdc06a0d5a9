package org.jeffreys.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.jeffreys.predict.RegressionPrediction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
final class VariationalRegressionTest {
  private static final double[][] X = VariationalRegression.inputs();
  private static final double[][] Y = VariationalRegression.targets(X);
  private static final double[][] PLACES = {{-3}, {0}, {3}};

  /** The noise is 0.1; the mean field takes some of the signal for noise. */
  private static void assertFitsAndIsIgnorantInTheGap(RegressionPrediction prediction) {
    var mean = prediction.mean().value();
    var ignorance = prediction.epistemic().value();
    assertThat(mean.get(0)).isCloseTo(Math.sin(-3), within(0.15));
    assertThat(mean.get(2)).isCloseTo(Math.sin(3), within(0.15));
    assertThat(prediction.aleatoric().value().get(0)).isBetween(0.08, 0.2);
    assertThat(ignorance.get(1)).isGreaterThan(1.2 * ignorance.get(0));
  }

  @Test
  void aMethodByNameFitsAndIsIgnorantInTheGap() {
    assertFitsAndIsIgnorantInTheGap(VariationalRegression.byName(X, Y, PLACES));
  }

  @Test
  void aPriorAroundTrainedWeightsFits() {
    var prediction = VariationalRegression.around(X, Y, PLACES);
    assertThat(prediction.mean().value().get(0)).isCloseTo(Math.sin(-3), within(0.15));
    assertThat(prediction.aleatoric().value().get(0)).isBetween(0.08, 0.2);
  }

  /** The truth gives 200 (-log 0.1 - log √2πe) = 177 nats; 152 parameters cost more. */
  @Test
  void theGuideTellsMeansScalesAndItsBound() {
    var summary = VariationalRegression.summary(X, Y);
    assertThat(summary.means().size()).isEqualTo(152);
    assertThat(summary.means().get(151)).isCloseTo(Math.log(0.1), within(0.5));
    assertThat(summary.deviations().min()).isPositive();
    assertThat(summary.elbo().value()).isBetween(-200.0, 177.0);
    assertThat(summary.elbo().standardError()).isLessThan(10);
  }
}
