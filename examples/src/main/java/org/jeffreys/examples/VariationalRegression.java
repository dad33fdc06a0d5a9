package org.jeffreys.examples;

import java.util.Locale;
import org.jeffreys.core.Doubles;
import org.jeffreys.data.Dataset;
import org.jeffreys.inference.Budget;
import org.jeffreys.inference.InferenceMethods;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.SampledPosterior;
import org.jeffreys.inference.vi.FittedGuide;
import org.jeffreys.inference.vi.GradientEstimator;
import org.jeffreys.inference.vi.VariationalInference;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.Sequential;
import org.jeffreys.predict.Estimate;
import org.jeffreys.predict.RegressionPrediction;
import org.jeffreys.target.CentredPrior;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.target.MeanField;
import org.jeffreys.target.NormalPrior;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.HostStream;

/**
 * The tutorial's programs: variational inference by name, by its parts, and around trained weights.
 */
public final class VariationalRegression {
  private static final double[][] PLACES = {{-3}, {0}, {3}};

  private VariationalRegression() {}

  /** Prints what is predicted amid the data, in the gap and on the other side. */
  public static void main(String[] args) {
    double[][] x = inputs();
    double[][] y = targets(x);
    RegressionPrediction prediction = byName(x, y, PLACES);
    for (int row = 0; row < PLACES.length; row++) {
      System.out.printf(
          Locale.ROOT,
          "x = %4.1f   mean %5.2f, ignorance %.2f, noise %.2f%n",
          PLACES[row][0],
          prediction.mean().value().get(row),
          prediction.epistemic().value().get(row),
          prediction.aleatoric().value().get(row));
    }
    System.out.printf(
        Locale.ROOT, "evidence lower bound %.1f nats%n", summary(x, y).elbo().value());
    System.out.printf(
        Locale.ROOT, "around trained weights: %.2f%n", around(x, y, PLACES).mean().value().get(0));
  }

  /** 200 places on [-4, -1] and [1, 4]. */
  static double[][] inputs() {
    HostStream random = HostStream.keyed(1, "places", 0);
    double[][] x = new double[200][1];
    for (int i = 0; i < x.length; i++) {
      x[i][0] = (i % 2 == 0 ? 1 : -4) + 3 * random.nextDouble();
    }
    return x;
  }

  /** Their sines with noise 0.1. */
  static double[][] targets(double[][] x) {
    HostStream random = HostStream.keyed(1, "noise", 0);
    double[][] y = new double[x.length][1];
    for (int i = 0; i < x.length; i++) {
      y[i][0] = Math.sin(x[i][0]) + 0.1 * random.nextNormal();
    }
    return y;
  }

  /** Predicts by the method of a name. */
  static RegressionPrediction byName(double[][] x, double[][] y, double[][] places) {
    // [name
    try (var data = Dataset.of(DType.FLOAT32, x, y);
        var target =
            new SupervisedTarget(
                Sequential.dense(Activation.TANH, 1, 50, 1),
                GaussianLikelihood.learned(0.3),
                NormalPrior.fanIn(Math.sqrt(2), 1),
                data);
        var posterior = InferenceMethods.named("vi-mean-field").fit(target, Run.of(0))) {
      return posterior.predict(places).regression();
    }
    // name]
  }

  /** What a guide says: means, standard deviations and the evidence lower bound. */
  record Summary(Doubles means, Doubles deviations, Estimate elbo) {}

  /** Looks at the guide itself. */
  static Summary summary(double[][] x, double[][] y) {
    try (var data = Dataset.of(DType.FLOAT32, x, y);
        var target =
            new SupervisedTarget(
                Sequential.dense(Activation.TANH, 1, 50, 1),
                GaussianLikelihood.learned(0.3),
                NormalPrior.fanIn(Math.sqrt(2), 1),
                data)) {
      // [parts
      var settings =
          VariationalInference.standard(
              new MeanField(),
              GradientEstimator.LOCAL_REPARAMETERISATION,
              Budget.of(data.size(), 1));
      try (FittedGuide guide =
          new VariationalInference("vi-local", settings).infer(target, Run.of(0))) {
        return new Summary(
            guide.location(), // the mean of each parameter, the network's and then the noise's
            guide.scale(), // and its standard deviation
            guide.elbo(target, 100, 0)); // in nats; at most the log evidence
      }
      // parts]
    }
  }

  /** Predicts under a prior around trained weights. */
  static RegressionPrediction around(double[][] x, double[][] y, double[][] places) {
    // [centred
    var network = Sequential.dense(Activation.TANH, 1, 50, 1);
    var noise = GaussianLikelihood.learned(0.3);
    try (var data = Dataset.of(DType.FLOAT32, x, y);
        var first = new SupervisedTarget(network, noise, NormalPrior.fanIn(Math.sqrt(2), 1), data);
        var trained = (SampledPosterior) InferenceMethods.named("map").fit(first, Run.of(0));
        var target =
            new SupervisedTarget(
                network,
                noise,
                new CentredPrior(Doubles.of(trained.draws().values().toDoubles()), 0.1, 0.05),
                data);
        var posterior = InferenceMethods.named("vi-mean-field").fit(target, Run.of(0))) {
      return posterior.predict(places).regression();
    }
    // centred]
  }
}
