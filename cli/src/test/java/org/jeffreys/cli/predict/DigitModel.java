package org.jeffreys.cli.predict;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jeffreys.data.Dataset;
import org.jeffreys.data.Images;
import org.jeffreys.data.Invert;
import org.jeffreys.data.Strokes;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.Training;
import org.jeffreys.inference.dropout.McDropout;
import org.jeffreys.inference.dropout.NoisePosterior;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.Dropout;
import org.jeffreys.nn.Flatten;
import org.jeffreys.nn.Linear;
import org.jeffreys.nn.Sequential;
import org.jeffreys.optim.Adam;
import org.jeffreys.optim.Schedule;
import org.jeffreys.store.ImageFormat;
import org.jeffreys.store.ImageModel;
import org.jeffreys.target.CategoricalLikelihood;
import org.jeffreys.target.FlatPrior;
import org.jeffreys.target.Initializer;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Shape;
import org.jeffreys.uncertainty.AbstentionRule;
import org.jeffreys.uncertainty.PredictiveEntropy;

/** A model of generated digits, trained for a second. */
final class DigitModel {
  static final double THRESHOLD = 1;
  private static final ImageFormat FORMAT = new ImageFormat(28, 28, 1, Invert.AUTO);

  private DigitModel() {}

  /** By dropout, 20 draws. */
  static ImageModel train() {
    var training =
        new Training.Config(
            Adam.standard(), new Schedule.Constant(3e-3), 64, 6, 0, Initializer.GLOROT_UNIFORM);
    var method = new McDropout(new Training(training), NoisePosterior.Config.of(20));
    var network =
        Sequential.of(
            Shape.of(28, 28, 1),
            new Flatten(),
            new Linear(784, 32),
            Activation.RELU,
            new Dropout(0.5),
            new Linear(32, 10));
    try (Images images = Strokes.digits(1280, 3);
        Dataset data = images.dataset(DType.FLOAT32);
        SupervisedTarget target =
            new SupervisedTarget(network, new CategoricalLikelihood(10), new FlatPrior(), data)) {
      return new ImageModel(
          method.fit(target, Optional.empty(), Run.of(5)),
          "mc-dropout",
          names(),
          FORMAT,
          rule(),
          Map.of("data", "strokes"));
    }
  }

  /** The same network without noise, as draws in the file. */
  static ImageModel ofDraws(ImageModel trained) {
    NoisePosterior posterior = (NoisePosterior) trained.posterior();
    return new ImageModel(posterior.mean(), "sgld", names(), FORMAT, rule(), Map.of());
  }

  private static AbstentionRule rule() {
    return new AbstentionRule(new PredictiveEntropy(), THRESHOLD);
  }

  private static List<String> names() {
    return List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
  }
}
