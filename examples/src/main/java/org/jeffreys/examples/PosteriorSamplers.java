package org.jeffreys.examples;

import java.util.Locale;
import org.jeffreys.data.Batches;
import org.jeffreys.data.Dataset;
import org.jeffreys.inference.InferenceMethod;
import org.jeffreys.inference.InferenceMethods;
import org.jeffreys.inference.KernelMethod;
import org.jeffreys.inference.Posterior;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.SamplingLoop;
import org.jeffreys.inference.sgmcmc.Sghmc;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.Sequential;
import org.jeffreys.optim.Schedule;
import org.jeffreys.predict.RegressionPrediction;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.target.Initializer;
import org.jeffreys.target.NormalPrior;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.HostStream;

/** The tutorial's programs: a sampler by name, and one with settings of one's own. */
public final class PosteriorSamplers {
  private PosteriorSamplers() {}

  /** Prints what the network knows at the data, in a gap and beyond. */
  public static void main(String[] args) {
    double[][] places = {{-1.5}, {0}, {3}};
    RegressionPrediction prediction = fit(args.length == 0 ? "sghmc" : args[0], 1, places);
    for (int row = 0; row < places.length; row++) {
      System.out.printf(
          Locale.ROOT,
          "x = %4.1f   mean %5.2f, epistemic %.2f, aleatoric %.2f%n",
          places[row][0],
          prediction.mean().value().get(row),
          prediction.epistemic().value().get(row),
          prediction.aleatoric().value().get(row));
    }
  }

  /** From 40 points of sin 3x + x / 2 with noise 0.1 and a gap. */
  static RegressionPrediction fit(String name, double effort, double[][] places) {
    HostStream random = HostStream.keyed(1, "points", 0);
    double[][] x = new double[40][1];
    double[][] y = new double[40][1];
    for (int i = 0; i < x.length; i++) {
      x[i][0] = (0.7 + 1.3 * random.nextDouble()) * (i % 2 == 0 ? 1 : -1);
      y[i][0] = Math.sin(3 * x[i][0]) + x[i][0] / 2 + 0.1 * random.nextNormal();
    }
    // [fit
    try (var data = Dataset.of(DType.FLOAT32, x, y);
        var target =
            new SupervisedTarget(
                Sequential.dense(Activation.TANH, 1, 20, 1),
                GaussianLikelihood.learned(0.1),
                NormalPrior.fanIn(Math.sqrt(2), 1),
                data)) {
      InferenceMethod method = InferenceMethods.named(name).standard().of(target, effort);
      try (Posterior posterior = method.fit(target, Run.of(0))) {
        return posterior.predict(places).regression();
      }
    }
    // fit]
  }

  /** SGHMC with settings of one's own. */
  static InferenceMethod own() {
    // [own
    long steps = 20_000;
    long warmup = steps / 2;
    var config = new Sghmc.Config(0.02, 0, 1, true, warmup); // friction, noise, temperature
    var loop =
        SamplingLoop.Config.withDraws(
            steps, warmup, 200, new Schedule.Warmup(new Schedule.Constant(0.5), 0.01, 1000));
    return new KernelMethod<>(
        "sghmc",
        target -> new Sghmc(config, target, new Batches.Full()),
        loop,
        8,
        Initializer.FAN_IN_UNIFORM);
    // own]
  }
}
