package org.jeffreys.examples;

import org.jeffreys.data.Dataset;
import org.jeffreys.inference.InferenceMethods;
import org.jeffreys.inference.Posterior;
import org.jeffreys.inference.Run;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.Sequential;
import org.jeffreys.predict.RegressionPrediction;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.target.NormalPrior;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.HostStream;

/** The README's program: a regression that knows where it has seen no data. */
public final class SineRegression {
  private SineRegression() {}

  /** Prints the predictions at the middle of a gap in the data, and amid the data. */
  public static void main(String[] args) {
    HostStream random = HostStream.keyed(1, "example", 0);
    double[][] x = new double[200][1];
    double[][] y = new double[200][1];
    for (int i = 0; i < x.length; i++) {
      x[i][0] = (1 + 3 * random.nextDouble()) * (i % 2 == 0 ? 1 : -1);
      y[i][0] = Math.sin(x[i][0]) + 0.1 * random.nextNormal();
    }
    RegressionPrediction prediction = predict(x, y, new double[][] {{0}, {2.5}});
    for (int row = 0; row < 2; row++) {
      System.out.printf(
          "mean %.2f, epistemic sd %.2f, aleatoric sd %.2f%n",
          prediction.mean().value().get(row),
          prediction.epistemic().value().get(row),
          prediction.aleatoric().value().get(row));
    }
  }

  /** Fits a Bayesian network to x and y, and predicts at other places. */
  public static RegressionPrediction predict(double[][] x, double[][] y, double[][] places) {
    // [readme
    try (var data = Dataset.of(DType.FLOAT32, x, y);
        var target =
            new SupervisedTarget(
                Sequential.dense(Activation.RELU, 1, 50, 50, 1),
                GaussianLikelihood.learned(0.1),
                NormalPrior.fanIn(Math.sqrt(2), 1),
                data);
        Posterior posterior = InferenceMethods.named("sgld").fit(target, Run.of(0))) {
      return posterior.predict(places).regression(); // mean, epistemic, aleatoric, quantiles …
    }
    // readme]
  }
}
