package org.jeffreys.examples;

import org.jeffreys.data.Dataset;
import org.jeffreys.inference.InferenceMethods;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.laplace.BayesianHead;
import org.jeffreys.inference.laplace.LaplacePosterior;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.Sequential;
import org.jeffreys.predict.RegressionPrediction;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.target.NormalPrior;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.HostStream;

/**
 * Laplace's tutorial: widths compared by their evidence, and a last layer that goes on learning.
 */
public final class LaplaceRegression {
  private LaplaceRegression() {}

  /** What the tutorial shows. */
  public static void main(String[] args) {
    HostStream random = HostStream.keyed(1, "example", 0);
    double[][] x = new double[40][1];
    double[][] y = new double[40][1];
    for (int i = 0; i < x.length; i++) {
      x[i][0] = (0.5 + 1.5 * random.nextDouble()) * (i % 2 == 0 ? 1 : -1);
      y[i][0] = Math.sin(2 * x[i][0]) + 0.1 * random.nextNormal();
    }
    for (int width : new int[] {1, 3, 20}) {
      RegressionPrediction prediction = predict(x, y, new double[][] {{0}, {1}, {3}}, width);
      System.out.println("epistemic sd " + prediction.epistemic().value());
    }
    RegressionPrediction later =
        learnOn(x, y, new double[][] {{0}, {0.1}}, new double[][] {{0}, {0.2}});
    System.out.println("after two more rows " + later.epistemic().value());
  }

  /** Fits a network of some width, prints its evidence, and predicts. */
  public static RegressionPrediction predict(
      double[][] x, double[][] y, double[][] places, int width) {
    // [fit
    try (var data = Dataset.of(DType.FLOAT32, x, y);
        var target =
            new SupervisedTarget(
                Sequential.dense(Activation.TANH, 1, width, 1),
                GaussianLikelihood.learned(0.3),
                NormalPrior.fanIn(Math.sqrt(2), 1),
                data);
        var posterior =
            (LaplacePosterior) InferenceMethods.named("laplace-full").fit(target, Run.of(0))) {
      System.out.printf(
          "width %d: log evidence %.1f, noise %.3f, %.1f parameters determined%n",
          width,
          posterior.logEvidence(),
          posterior.hyperparameters().noiseScale(),
          posterior.numEffective());
      return posterior.predict(places).regression();
    }
    // fit]
  }

  /** Fits a network, shows it more rows one at a time, and predicts at them. */
  public static RegressionPrediction learnOn(
      double[][] x, double[][] y, double[][] more, double[][] observed) {
    try (var data = Dataset.of(DType.FLOAT32, x, y);
        var target =
            new SupervisedTarget(
                Sequential.dense(Activation.TANH, 1, 20, 1),
                GaussianLikelihood.learned(0.3),
                NormalPrior.fanIn(Math.sqrt(2), 1),
                data)) {
      // [stream
      try (var head =
          (BayesianHead) InferenceMethods.named("bayesian-head").fit(target, Run.of(0))) {
        BayesianHead current = head;
        for (int i = 0; i < more.length; i++) {
          current = current.update(more[i], observed[i]); // the old one stays as it was
        }
        return current.predict(more).regression();
      }
      // stream]
    }
  }
}
