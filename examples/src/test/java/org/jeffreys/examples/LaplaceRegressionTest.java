package org.jeffreys.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.jeffreys.predict.RegressionPrediction;
import org.jeffreys.tensor.HostStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
final class LaplaceRegressionTest {
  private final double[][] x = new double[40][1];
  private final double[][] y = new double[40][1];

  LaplaceRegressionTest() {
    HostStream random = HostStream.keyed(1, "example", 0);
    for (int i = 0; i < x.length; i++) {
      x[i][0] = (0.5 + 1.5 * random.nextDouble()) * (i % 2 == 0 ? 1 : -1);
      y[i][0] = Math.sin(2 * x[i][0]) + 0.1 * random.nextNormal();
    }
  }

  @Test
  void knowsWhereItHasSeenNoData() {
    RegressionPrediction prediction =
        LaplaceRegression.predict(x, y, new double[][] {{3}, {1}}, 20);
    double away = prediction.epistemic().value().get(0);
    double data = prediction.epistemic().value().get(1);
    assertThat(away).isGreaterThan(3 * data);
    assertThat(prediction.aleatoric().value().get(1)).isBetween(0.07, 0.14);
    assertThat(prediction.mean().value().get(1)).isBetween(0.7, 1.1);
  }

  @Test
  void learnsFromMoreRows() {
    double[][] more = {{3}, {3.1}};
    double before =
        LaplaceRegression.learnOn(x, y, new double[][] {{3}}, new double[][] {{0}})
            .epistemic()
            .value()
            .get(0);
    double after =
        LaplaceRegression.learnOn(x, y, more, new double[][] {{0}, {0}}).epistemic().value().get(0);
    assertThat(after).isLessThan(before);
  }
}
