package org.jeffreys.examples;

import java.util.List;
import java.util.Locale;
import org.jeffreys.data.Dataset;
import org.jeffreys.inference.InferenceMethods;
import org.jeffreys.inference.MapEstimate;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.ensemble.AnchoredEnsemble;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.Sequential;
import org.jeffreys.predict.RegressionPrediction;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.target.NormalPrior;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.HostStream;

/** The tutorial's program: what ensembles and SWAG know in a gap of the data. */
public final class Ensembles {
  static final List<String> METHODS =
      List.of(
          "map", "deep-ensemble", "anchored-ensemble", "snapshot-ensemble", "swag", "multi-swag");

  private static final double NOISE = 0.1;
  private static final double[][] PLACES = {{-2}, {0}, {4}};

  private Ensembles() {}

  /** Prints how ignorant each method is amid data, in the gap and beyond the data. */
  public static void main(String[] args) {
    for (String method : METHODS) {
      var ignorance = at(method, PLACES).epistemic().value();
      System.out.printf(
          Locale.ROOT,
          "| `%s` | %.2f | %.2f | %.2f |%n",
          method,
          ignorance.get(0),
          ignorance.get(1),
          ignorance.get(2));
    }
  }

  /** From 200 points of sin 2x with noise 0.1 on [-3, -1] and [1, 3]. */
  private static Dataset data() {
    HostStream random = HostStream.keyed(1, "ensembles", 0);
    double[][] x = new double[200][1];
    double[][] y = new double[200][1];
    for (int i = 0; i < x.length; i++) {
      double place = 1 + 2 * random.nextDouble();
      x[i][0] = i % 2 == 0 ? place : -place;
      y[i][0] = Math.sin(2 * x[i][0]) + NOISE * random.nextNormal();
    }
    return Dataset.of(DType.FLOAT32, x, y);
  }

  private static SupervisedTarget target(Dataset data) {
    return new SupervisedTarget(
        Sequential.dense(Activation.TANH, 1, 50, 1),
        GaussianLikelihood.fixed(NOISE),
        NormalPrior.fanIn(2, 2),
        data);
  }

  /** What a method predicts at places. */
  static RegressionPrediction at(String method, double[][] places) {
    try (var data = data();
        var target = target(data);
        var posterior = InferenceMethods.named(method).fit(target, Run.of(0))) {
      return posterior.predict(places).regression();
    }
  }

  /** Predictions of an ensemble of other settings than the registry's. */
  static RegressionPrediction anchored(double[][] places) {
    try (var data = data();
        var target = target(data)) {
      return anchored(target, places);
    }
  }

  private static RegressionPrediction anchored(SupervisedTarget target, double[][] places) {
    // [anchored
    var member = MapEstimate.Config.standard(target, 2); // twice the effort: twice the steps
    var ensemble = new AnchoredEnsemble(new AnchoredEnsemble.Config(30, member, true));
    try (var posterior = ensemble.fit(target, Run.of(0).withThreads(2))) {
      return posterior.predict(places).regression(); // epistemic(): how far the members disagree
    }
    // anchored]
  }
}
