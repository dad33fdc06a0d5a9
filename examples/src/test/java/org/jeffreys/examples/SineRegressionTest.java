package org.jeffreys.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.jeffreys.data.Dataset;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.Sequential;
import org.jeffreys.predict.RegressionPrediction;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.target.NormalPrior;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.HostStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
final class SineRegressionTest {
  private final double[][] x = new double[200][1];
  private final double[][] y = new double[200][1];

  SineRegressionTest() {
    HostStream random = HostStream.keyed(1, "example", 0);
    for (int i = 0; i < x.length; i++) {
      x[i][0] = (1 + 3 * random.nextDouble()) * (i % 2 == 0 ? 1 : -1);
      y[i][0] = Math.sin(x[i][0]) + 0.1 * random.nextNormal();
    }
  }

  @Test
  void knowsWhereItHasSeenNoData() {
    RegressionPrediction prediction = SineRegression.predict(x, y, new double[][] {{0}, {2.5}});

    double gap = prediction.epistemic().value().get(0);
    double data = prediction.epistemic().value().get(1);
    assertThat(gap).isGreaterThan(2 * data);
    assertThat(prediction.mean().value().get(1)).isBetween(0.45, 0.75);
    assertThat(prediction.aleatoric().value().get(1)).isBetween(0.07, 0.14);
  }

  @Test
  void costsWhatTheLedgerSays() {
    try (Dataset data = Dataset.of(DType.FLOAT32, x, y);
        SupervisedTarget target =
            new SupervisedTarget(
                Sequential.dense(Activation.RELU, 1, 50, 50, 1),
                GaussianLikelihood.fixed(0.2),
                NormalPrior.fanIn(Math.sqrt(2), 1),
                data)) {
      PrivateRegression.Released released = PrivateRegression.fit(target);
      try (var posterior = released.posterior()) {
        assertThat(posterior.predict(new double[][] {{0}}).numRows()).isEqualTo(1);
      }
      assertThat(released.cost().prvUpper()).isBetween(7.9, 8.0);
      assertThat(released.ledger().statements()).hasSizeGreaterThan(5);
    }
  }
}
