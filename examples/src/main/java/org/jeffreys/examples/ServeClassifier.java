package org.jeffreys.examples;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jeffreys.data.Dataset;
import org.jeffreys.data.ImageFolder;
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
import org.jeffreys.predict.Estimates;
import org.jeffreys.store.ImageFormat;
import org.jeffreys.store.ImageModel;
import org.jeffreys.store.ModelFile;
import org.jeffreys.target.CategoricalLikelihood;
import org.jeffreys.target.FlatPrior;
import org.jeffreys.target.Initializer;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Shape;
import org.jeffreys.uncertainty.AbstentionRule;
import org.jeffreys.uncertainty.PredictiveEntropy;

/** The tutorial's program: a model that one process trains and another serves. */
public final class ServeClassifier {
  private ServeClassifier() {}

  /** Trains a small classifier of generated digits, and writes it to a file. */
  public static void train(Path modelFile) {
    var network =
        Sequential.of(
            Shape.of(28, 28, 1),
            new Flatten(),
            new Linear(784, 64),
            Activation.RELU,
            new Dropout(0.5),
            new Linear(64, 10));
    var training =
        new Training.Config(
            Adam.standard(), new Schedule.Constant(3e-3), 64, 8, 0, Initializer.GLOROT_UNIFORM);
    var method = new McDropout(new Training(training), NoisePosterior.Config.of(50));
    try (Images images = Strokes.digits(3000, 1);
        Dataset data = images.dataset(DType.FLOAT32);
        var target =
            new SupervisedTarget(network, new CategoricalLikelihood(10), new FlatPrior(), data)) {
      // [save
      try (var posterior = method.fit(target, Optional.empty(), Run.of(0))) {
        var format = new ImageFormat(28, 28, 1, Invert.AUTO);
        var rule = new AbstentionRule(new PredictiveEntropy(), 0.5);
        ModelFile.write(
            modelFile,
            new ImageModel(
                posterior, "mc-dropout", images.classNames(), format, rule, Map.of("by", "me")));
      }
      // save]
    }
  }

  /** Prints a line for each picture of a folder, such as {@code 7.png: 7} or {@code x.png: ?}. */
  public static void serve(Path modelFile, Path folder, PrintStream out) {
    // [serve
    try (var scope = Scope.open();
        var saved = ModelFile.readImages(modelFile);
        var posterior = saved.posterior();
        Images images = saved.images().reader().read(folder)) {
      var prediction = posterior.predict(images.inputs(saved.model().dtype())).classification();
      Estimates doubt = prediction.measure(saved.abstention().measure());
      List<Path> files = ImageFolder.files(folder);
      for (int i = 0; i < files.size(); i++) {
        boolean sure = saved.abstention().accepts(doubt.value().get(i));
        String label = sure ? saved.classNames().get(prediction.labels()[i]) : "?";
        out.println(files.get(i).getFileName() + ": " + label);
      }
    }
    // serve]
  }
}
