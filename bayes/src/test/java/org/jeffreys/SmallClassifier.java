package org.jeffreys;

import java.util.List;
import java.util.Optional;
import org.jeffreys.data.Dataset;
import org.jeffreys.data.Images;
import org.jeffreys.data.Strokes;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.Training;
import org.jeffreys.inference.dropout.McDropout;
import org.jeffreys.inference.dropout.NoisePosterior;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.BatchNorm;
import org.jeffreys.nn.Dropout;
import org.jeffreys.nn.Flatten;
import org.jeffreys.nn.Layer;
import org.jeffreys.nn.Linear;
import org.jeffreys.nn.Sequential;
import org.jeffreys.optim.Adam;
import org.jeffreys.optim.Schedule;
import org.jeffreys.target.CategoricalLikelihood;
import org.jeffreys.target.FlatPrior;
import org.jeffreys.target.Initializer;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Shape;

/** A classifier of generated digits, trained for a second. */
public final class SmallClassifier {
  private SmallClassifier() {}

  /** Without running statistics. */
  public static NoisePosterior plain(int numDraws) {
    return train(
        numDraws,
        new Flatten(),
        new Linear(784, 24),
        Activation.RELU,
        new Dropout(0.5),
        new Linear(24, 10));
  }

  /** With running statistics. */
  public static NoisePosterior normalised(int numDraws) {
    return train(
        numDraws,
        new Flatten(),
        new Linear(784, 24),
        new BatchNorm(24, 1e-5),
        Activation.RELU,
        new Dropout(0.5),
        new Linear(24, 10));
  }

  private static NoisePosterior train(int numDraws, Layer... layers) {
    var training =
        new Training.Config(
            Adam.standard(), new Schedule.Constant(3e-3), 64, 4, 0, Initializer.GLOROT_UNIFORM);
    var method = new McDropout(new Training(training), NoisePosterior.Config.of(numDraws));
    try (Images images = Strokes.digits(640, 3);
        Dataset data = images.dataset(DType.FLOAT32);
        SupervisedTarget target =
            new SupervisedTarget(
                Sequential.of(Shape.of(28, 28, 1), List.of(layers)),
                new CategoricalLikelihood(10),
                new FlatPrior(),
                data)) {
      return method.fit(target, Optional.empty(), Run.of(5));
    }
  }
}
