package org.jeffreys.examples;

import java.util.Locale;
import java.util.Optional;
import org.jeffreys.data.Dataset;
import org.jeffreys.inference.InferenceMethods;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.Training;
import org.jeffreys.inference.dropout.McDropout;
import org.jeffreys.inference.dropout.NoisePosterior;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.Dropout;
import org.jeffreys.nn.Linear;
import org.jeffreys.nn.Sequential;
import org.jeffreys.optim.Adam;
import org.jeffreys.optim.Schedule;
import org.jeffreys.predict.ClassPrediction;
import org.jeffreys.predict.RegressionPrediction;
import org.jeffreys.target.HeteroscedasticCategoricalLikelihood;
import org.jeffreys.target.HeteroscedasticGaussianLikelihood;
import org.jeffreys.target.Initializer;
import org.jeffreys.target.NormalPrior;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.HostStream;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.jeffreys.uncertainty.ExpectedEntropy;
import org.jeffreys.uncertainty.MutualInformation;

/** The tutorial's programs: noise that depends on the input, told from ignorance. */
public final class InputNoise {
  private static final double[][] PLACES = {{-2}, {0.5}, {2}};

  private InputNoise() {}

  /** Prints what both programs say amid quiet data, noisy data and a gap. */
  public static void main(String[] args) {
    RegressionPrediction numbers = regressionAt(PLACES);
    ClassPrediction classes = classificationAt(PLACES);
    for (int row = 0; row < PLACES.length; row++) {
      System.out.printf(
          Locale.ROOT,
          "x = %4.1f   noise %.2f, ignorance %.2f   entropy of labels %.2f, information %.3f%n",
          PLACES[row][0],
          numbers.aleatoric().value().get(row),
          numbers.epistemic().value().get(row),
          classes.measure(new ExpectedEntropy()).value().get(row),
          classes.measure(new MutualInformation()).value().get(row));
    }
  }

  /** From 1,000 points of sin x with noise 0.05 + 0.2 |x| on [-4, 1] and [3, 4]. */
  static RegressionPrediction regressionAt(double[][] places) {
    HostStream random = HostStream.keyed(1, "noise", 0);
    double[][] x = new double[1000][1];
    double[][] y = new double[1000][1];
    for (int i = 0; i < x.length; i++) {
      double place = -4 + 6 * random.nextDouble();
      x[i][0] = place < 1 ? place : place + 2;
      double scale = 0.05 + 0.2 * Math.abs(x[i][0]);
      y[i][0] = Math.sin(x[i][0]) + scale * random.nextNormal();
    }
    return regression(x, y, places);
  }

  /** Fits means and noise to x and y, and predicts at other places. */
  static RegressionPrediction regression(double[][] x, double[][] y, double[][] places) {
    // [regression
    try (var data = Dataset.of(DType.FLOAT32, x, y);
        var target =
            new SupervisedTarget(
                Sequential.dense(Activation.TANH, 1, 50, 50, 2), // a mean and a log scale
                new HeteroscedasticGaussianLikelihood(0.1),
                NormalPrior.fanIn(2, 2),
                data);
        var posterior = InferenceMethods.named("sgld").fit(target, Run.of(0))) {
      return posterior.predict(places).regression(); // aleatoric() now depends on the row
    }
    // regression]
  }

  /** Of 4,000 labels 1[x > 0], of which a share is flipped: 5 % below 0, 30 % above. */
  static ClassPrediction classificationAt(double[][] places) {
    HostStream random = HostStream.keyed(1, "labels", 0);
    double[] x = new double[4000];
    long[] y = new long[4000];
    for (int i = 0; i < x.length; i++) {
      x[i] = -3 + 6 * random.nextDouble();
      boolean flipped = random.nextDouble() < (x[i] < 0 ? 0.05 : 0.3);
      y[i] = x[i] > 0 ^ flipped ? 1 : 0;
    }
    try (var data =
        new Dataset(Tensor.of(DType.FLOAT32, x, x.length, 1), Tensor.of(y, y.length, 1))) {
      return classification(data, places);
    }
  }

  /** Fits logits and their noise to labels of two classes, and predicts at other places. */
  static ClassPrediction classification(Dataset data, double[][] places) {
    // [classification
    var network =
        Sequential.of(
            Shape.of(1),
            new Linear(1, 100),
            Activation.RELU,
            new Linear(100, 100),
            Activation.RELU,
            new Dropout(0.1),
            new Linear(100, 3)); // two logits and a log scale for both
    var likelihood = HeteroscedasticCategoricalLikelihood.of(2).withSharedScale();
    var training =
        new Training.Config(
            Adam.standard(), new Schedule.Constant(1e-3), 100, 30, 0, Initializer.FAN_IN_UNIFORM);
    try (var target =
            new SupervisedTarget(network, likelihood, NormalPrior.fanIn(Math.sqrt(2), 1), data);
        var posterior =
            new McDropout(new Training(training), NoisePosterior.Config.of(200))
                .fit(target, Optional.empty(), Run.of(0))) {
      return posterior.predict(places).classification();
    }
    // classification]
  }
}
