package org.jeffreys.examples;

import java.io.PrintStream;
import org.jeffreys.data.Dataset;
import org.jeffreys.data.Images;
import org.jeffreys.data.Strokes;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.Training;
import org.jeffreys.inference.dropout.McDropout;
import org.jeffreys.inference.dropout.NoisePosterior;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.Conv2d;
import org.jeffreys.nn.Dropout;
import org.jeffreys.nn.Flatten;
import org.jeffreys.nn.Linear;
import org.jeffreys.nn.MaxPool2d;
import org.jeffreys.nn.Sequential;
import org.jeffreys.optim.RmsProp;
import org.jeffreys.optim.Schedule;
import org.jeffreys.target.CategoricalLikelihood;
import org.jeffreys.target.FlatPrior;
import org.jeffreys.target.Initializer;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.jeffreys.uncertainty.Detection;
import org.jeffreys.uncertainty.PredictiveEntropy;

/** The tutorial's program: a classifier of digits that tells letters from digits. */
public final class DigitClassifier {
  private DigitClassifier() {}

  private static Sequential network() {
    // [network
    return Sequential.of(
        Shape.of(28, 28, 1), // height, width, channels
        new Conv2d(1, 16, 3),
        new MaxPool2d(2),
        Activation.RELU,
        new Dropout(0.25),
        new Flatten(),
        new Linear(13 * 13 * 16, 64),
        Activation.RELU,
        new Dropout(0.5),
        new Linear(64, 10));
    // network]
  }

  /** Prints how often the classifier is right, and how well it tells letters from digits. */
  public static void run(PrintStream out) {
    var training =
        new Training.Config(
            RmsProp.keras(), new Schedule.Constant(1e-3), 128, 6, 0, Initializer.GLOROT_UNIFORM);
    // [fit
    var method = new McDropout(new Training(training), NoisePosterior.Config.of(30));
    try (var scope = Scope.open();
        Images digits = Strokes.digits(6000, 1);
        Dataset data = digits.dataset(DType.FLOAT32);
        var target =
            new SupervisedTarget(network(), new CategoricalLikelihood(10), new FlatPrior(), data);
        var posterior = method.fit(target, Run.of(0));
        Images test = Strokes.digits(1000, 2);
        Images letters = Strokes.letters(1000, 2)) {
      Tensor inputs = Tensor.cat(0, test.inputs(DType.FLOAT32), letters.inputs(DType.FLOAT32));
      var prediction = posterior.predict(inputs).classification();
      double[] entropy = prediction.measure(new PredictiveEntropy()).value().toArray();
      // fit]
      int[] labels = prediction.labels();
      int[] truth = test.labelArray();
      boolean[] foreign = new boolean[entropy.length];
      int right = 0;
      for (int i = 0; i < foreign.length; i++) {
        foreign[i] = i >= truth.length;
        right += !foreign[i] && labels[i] == truth[i] ? 1 : 0;
      }
      out.printf("right: %.3f%n", (double) right / truth.length);
      out.printf("letters told from digits: AUROC %.3f%n", Detection.of(entropy, foreign).auroc());
    }
  }

  /** Takes no arguments. */
  public static void main(String[] args) {
    run(System.out);
  }
}
