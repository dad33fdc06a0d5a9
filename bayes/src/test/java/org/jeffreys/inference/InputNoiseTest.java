package org.jeffreys.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.jeffreys.NativeMemory;
import org.jeffreys.core.Doubles;
import org.jeffreys.data.Dataset;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.Sequential;
import org.jeffreys.predict.RegressionPrediction;
import org.jeffreys.target.HeteroscedasticCategoricalLikelihood;
import org.jeffreys.target.HeteroscedasticGaussianLikelihood;
import org.jeffreys.target.NormalPrior;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.HostStream;
import org.jeffreys.tensor.Tensor;
import org.jeffreys.uncertainty.ExpectedEntropy;
import org.jeffreys.uncertainty.MutualInformation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Noise that depends on the input is told from ignorance, where both are known. */
@Tag("slow")
@ExtendWith(NativeMemory.class)
final class InputNoiseTest {
  private static double noise(double x) {
    return 0.05 + 0.2 * Math.abs(x);
  }

  /** Of sin x on [-4, 1] and [3, 4]. */
  private static RegressionPrediction regression(double[][] places) {
    HostStream random = HostStream.keyed(1, "input-noise", 0);
    double[][] x = new double[2000][1];
    double[][] y = new double[2000][1];
    for (int i = 0; i < x.length; i++) {
      double place = -4 + 6 * random.nextDouble();
      x[i][0] = place < 1 ? place : place + 2;
      y[i][0] = Math.sin(x[i][0]) + noise(x[i][0]) * random.nextNormal();
    }
    try (var data = Dataset.of(DType.FLOAT32, x, y);
        var target =
            new SupervisedTarget(
                Sequential.dense(Activation.TANH, 1, 50, 50, 2),
                new HeteroscedasticGaussianLikelihood(0.1),
                NormalPrior.fanIn(2, 2),
                data);
        var posterior = InferenceMethods.named("sgld").fit(target, Run.of(0))) {
      return posterior.predict(places).regression();
    }
  }

  /**
   * About 200 examples lie within 0.3 of a place, so that their standard deviation is known to
   * 1/√400 = 5 %: the bound is 4 of those. At 0 the noise has a kink, which a smooth network rounds
   * off.
   */
  @Test
  void theScaleOfTheNoiseIsRecovered() {
    double[][] places = {{-4}, {-3}, {-2}, {-1}, {-0.5}, {0.5}, {1}, {3}, {4}, {2}};
    int gap = 9;
    int mirrored = 2;
    RegressionPrediction prediction = regression(places);
    Doubles aleatoric = prediction.aleatoric().value();
    Doubles epistemic = prediction.epistemic().value();
    for (int row = 0; row < places.length; row++) {
      assertThat(aleatoric.get(row) / noise(places[row][0]))
          .as("noise at %s over the truth", places[row][0])
          .isCloseTo(1, within(row == gap ? 0.3 : 0.2));
    }
    assertThat(epistemic.get(gap)).isGreaterThan(4 * epistemic.get(mirrored));
    assertThat(aleatoric.get(gap)).isCloseTo(aleatoric.get(mirrored), within(0.1));
  }

  /** Of the interval [-3, -1), [-1, 1) or [1, 3), and then flipped to another one. */
  private static double flipRate(double x) {
    return 0.35 / (1 + Math.exp(-2 * x));
  }

  private static double entropy(double flipRate) {
    return -(1 - flipRate) * Math.log1p(-flipRate) - flipRate * Math.log(flipRate / 2);
  }

  /**
   * Some 250 examples decide about the probabilities at a place: rates have a standard error below
   * 0.03, the entropy one below 0.05. The bound is 3 of those.
   */
  @Test
  void theEntropyOfFlippedLabelsIsRecovered() {
    HostStream random = HostStream.keyed(1, "flips", 0);
    double[] x = new double[3000];
    long[] y = new long[x.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = -3 + 6 * random.nextDouble();
      long label = x[i] < -1 ? 0 : x[i] < 1 ? 1 : 2;
      boolean flipped = random.nextDouble() < flipRate(x[i]);
      y[i] = flipped ? (label + 1 + random.nextLong(2)) % 3 : label;
    }
    double[][] places = {{-2.5}, {-2}, {-0.2}, {0}, {0.2}, {2}, {2.5}};
    try (var data =
            new Dataset(Tensor.of(DType.FLOAT32, x, x.length, 1), Tensor.of(y, y.length, 1));
        var target =
            new SupervisedTarget(
                Sequential.dense(Activation.TANH, 1, 50, 50, 6),
                HeteroscedasticCategoricalLikelihood.of(3).withNumNodes(32),
                NormalPrior.fanIn(Math.sqrt(2), 1),
                data);
        var posterior = InferenceMethods.map(600, 0.01).fit(target, Run.of(0))) {
      var prediction = posterior.predict(places).classification();
      Doubles aleatoric = prediction.measure(new ExpectedEntropy()).value();
      for (int row = 0; row < places.length; row++) {
        double truth = entropy(flipRate(places[row][0]));
        assertThat(aleatoric.get(row))
            .as("entropy at %s", places[row][0])
            .isCloseTo(truth, within(0.15));
      }
      assertThat(prediction.measure(new MutualInformation()).value().max()).isZero();
    }
  }
}
