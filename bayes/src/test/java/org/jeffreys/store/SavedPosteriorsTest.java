package org.jeffreys.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jeffreys.NativeMemory;
import org.jeffreys.data.Dataset;
import org.jeffreys.data.Invert;
import org.jeffreys.inference.InferenceMethods;
import org.jeffreys.inference.Posterior;
import org.jeffreys.inference.Posteriors;
import org.jeffreys.inference.Run;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.Dropout;
import org.jeffreys.nn.Flatten;
import org.jeffreys.nn.Linear;
import org.jeffreys.nn.Sequential;
import org.jeffreys.predict.Prediction;
import org.jeffreys.predict.RegressionPrediction;
import org.jeffreys.table.CsvReader;
import org.jeffreys.table.Table;
import org.jeffreys.table.TableFit;
import org.jeffreys.table.TableModel;
import org.jeffreys.target.CategoricalLikelihood;
import org.jeffreys.target.NormalPrior;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.jeffreys.uncertainty.AbstentionRule;
import org.jeffreys.uncertainty.PredictiveEntropy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of posterior in a model file, of images and of tables. */
@ExtendWith(NativeMemory.class)
final class SavedPosteriorsTest {
  /** A method for each kind of posterior, in the order of the registry. */
  private static final List<String> METHODS =
      List.of("deep-ensemble", "mc-dropout", "laplace-full", "bayesian-head");

  @TempDir private Path folder;

  private Path file() {
    return folder.resolve(ModelFile.NAME);
  }

  @Test
  void thereIsAMethodForEachKind() {
    try (Tensor inputs = inputs()) {
      List<String> kinds =
          METHODS.stream()
              .map(
                  method -> {
                    try (Posterior posterior = classifier(method, inputs)) {
                      return posterior.state().kind();
                    }
                  })
              .toList();
      assertThat(kinds)
          .containsExactlyElementsOf(Posteriors.all().stream().map(Posteriors.Kind::name).toList());
    }
  }

  private static Tensor inputs() {
    try (Rng rng = Rng.streams(1, "inputs", 1)) {
      return rng.uniform(DType.FLOAT32, 1, 41, 3, 2, 1).select(0, 0).copy();
    }
  }

  private static Posterior classifier(String method, Tensor inputs) {
    long[] labels = new long[41];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % 5 / 2;
    }
    var network =
        Sequential.of(
            Shape.of(3, 2, 1),
            new Flatten(),
            new Linear(6, 5),
            Activation.TANH,
            new Dropout(0.2),
            new Linear(5, 3));
    try (Tensor classes = Tensor.of(labels, 41, 1);
        SupervisedTarget target =
            new SupervisedTarget(
                network,
                new CategoricalLikelihood(3),
                NormalPrior.fanIn(1, 1),
                new Dataset(inputs, classes))) {
      return InferenceMethods.named(method).standard().of(target, 0.01).fit(target, Run.of(1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"deep-ensemble", "mc-dropout", "laplace-full", "bayesian-head"})
  void classifiersOfImagesPredictTheSameBits(String method) throws IOException {
    try (Tensor inputs = inputs();
        ImageModel model =
            new ImageModel(
                classifier(method, inputs),
                method,
                List.of("a", "b", "c"),
                new ImageFormat(3, 2, 1, Invert.NEVER),
                new AbstentionRule(new PredictiveEntropy(), 0.4),
                Map.of())) {
      ModelFile.write(file(), model);
      byte[] bytes = Files.readAllBytes(file());
      try (ImageModel read = ModelFile.readImages(file())) {
        Prediction expected = model.posterior().predict(inputs);
        Prediction found = read.posterior().predict(inputs);
        assertThat(found.classification().probabilities())
            .isEqualTo(expected.classification().probabilities());
        assertThat(found.numDraws()).isEqualTo(expected.numDraws());
        ModelFile.write(file(), read);
        assertThat(Files.readAllBytes(file())).isEqualTo(bytes);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deep-ensemble",
        "mc-dropout",
        "laplace-full",
        "laplace-diagonal",
        "laplace-kronecker",
        "laplace-last-layer",
        "laplace-subnetwork",
        "bayesian-head"
      })
  void modelsOfTablesPredictTheSameBits(String method) throws IOException {
    StringBuilder csv = new StringBuilder("x,kind,y\n");
    for (int i = 0; i < 60; i++) {
      csv.append(Math.sin(i)).append(i % 2 == 0 ? ",on," : ",off,").append(Math.cos(i) + i % 2);
      csv.append('\n');
    }
    Path data = Files.writeString(folder.resolve("data.csv"), csv);
    Table table = CsvReader.standard().read(data);
    TableFit fit =
        TableFit.of("y")
            .withMethod(method)
            .withLikelihood("gaussian")
            .withEffort(0.01)
            .withNetwork(Activation.TANH, 7)
            .withCalibration(TableFit.Calibrating.NONE);
    try (TableModel model = fit.fit(table, Run.of(1))) {
      ModelFile.write(file(), new SavedTable(model));
      byte[] bytes = Files.readAllBytes(file());
      try (TableModel read = ModelFile.readTable(file())) {
        RegressionPrediction expected = model.predict(table).prediction().regression();
        RegressionPrediction found = read.predict(table).prediction().regression();
        assertThat(found.mean().value()).isEqualTo(expected.mean().value());
        assertThat(found.standardDeviation().value())
            .isEqualTo(expected.standardDeviation().value());
        assertThat(found.quantile(0.9).value()).isEqualTo(expected.quantile(0.9).value());
        ModelFile.write(file(), new SavedTable(read));
        assertThat(Files.readAllBytes(file())).isEqualTo(bytes);
      }
    }
  }
}
