package org.jeffreys.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jeffreys.NativeMemory;
import org.jeffreys.SmallClassifier;
import org.jeffreys.core.Doubles;
import org.jeffreys.data.Invert;
import org.jeffreys.inference.Draws;
import org.jeffreys.inference.Epoch;
import org.jeffreys.inference.Posterior;
import org.jeffreys.inference.SampledPosterior;
import org.jeffreys.inference.dropout.NoisePosterior;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.Flatten;
import org.jeffreys.nn.Linear;
import org.jeffreys.nn.Sequential;
import org.jeffreys.predict.ClassPrediction;
import org.jeffreys.predict.Outputs;
import org.jeffreys.target.CategoricalLikelihood;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.target.NetworkModel;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.jeffreys.uncertainty.AbstentionRule;
import org.jeffreys.uncertainty.MaxProbability;
import org.jeffreys.uncertainty.PredictiveEntropy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NativeMemory.class)
final class ModelFileTest {
  private static final List<String> DIGITS =
      List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
  private static final ImageFormat FORMAT = new ImageFormat(28, 28, 1, Invert.AUTO);
  private static final AbstentionRule RULE = new AbstentionRule(new PredictiveEntropy(), 0.4);

  @TempDir private Path folder;

  private static ImageModel saved(NoisePosterior posterior) {
    return new ImageModel(
        posterior, "mc-dropout", DIGITS, FORMAT, RULE, Map.of("data", "strokes, 値"));
  }

  private Path file() {
    return folder.resolve("model.jeffreys");
  }

  private static float[] logits(Posterior posterior) {
    try (Scope scope = Scope.open();
        Rng rng = Rng.streams(1, "inputs", 1)) {
      Tensor inputs = rng.uniform(DType.FLOAT32, 1, 20, 28, 28, 1).select(0, 0);
      Outputs outputs = posterior.predict(inputs).classification().logits();
      float[] all = new float[outputs.numDraws() * 200];
      for (int i = 0; i < all.length; i++) {
        all[i] = (float) outputs.get(i / 200, i % 200 / 10, i % 10);
      }
      return all;
    }
  }

  @Test
  void noiseModelsPredictTheSameBits() throws IOException {
    for (NoisePosterior posterior :
        List.of(SmallClassifier.plain(7), SmallClassifier.normalised(7))) {
      try (posterior) {
        ModelFile.write(file(), saved(posterior));
        float[] expected = logits(posterior);
        try (ImageModel read = ModelFile.readImages(file());
            Posterior again = read.posterior()) {
          assertThat(logits(again)).containsExactly(expected);
          assertSame(read, saved(posterior));
          byte[] bytes = Files.readAllBytes(file());
          ModelFile.write(file(), read);
          assertThat(Files.readAllBytes(file())).isEqualTo(bytes);
        }
      }
    }
    assertThat(folder.toFile().list()).containsExactly("model.jeffreys");
  }

  private static List<Map<String, Object>> described(NoisePosterior posterior) {
    return posterior.trained().epochs().stream().map(Epoch::described).toList();
  }

  private static void assertSame(ImageModel read, ImageModel saved) {
    assertThat(read.model().network()).isEqualTo(saved.model().network());
    assertThat(read.model().likelihood()).isEqualTo(saved.model().likelihood());
    assertThat(read.model().dtype()).isEqualTo(saved.model().dtype());
    assertThat(read.method()).isEqualTo("mc-dropout");
    assertThat(read.classNames()).isEqualTo(DIGITS);
    assertThat(read.images()).isEqualTo(FORMAT);
    assertThat(read.abstention()).isEqualTo(RULE);
    assertThat(read.notes()).isEqualTo(Map.of("data", "strokes, 値"));
    NoisePosterior noise = (NoisePosterior) read.posterior();
    NoisePosterior expected = (NoisePosterior) saved.posterior();
    assertThat(noise.seed()).isEqualTo(expected.seed());
    assertThat(noise.config()).isEqualTo(expected.config());
    assertThat(noise.trained().epochs()).hasSize(4);
    assertThat(described(noise)).isEqualTo(described(expected));
    assertThat(noise.trained().best()).isEqualTo(4);
  }

  /** Draws of a normal for parameters; whether they are a posterior is not the file's matter. */
  @Test
  void sampledModelsPredictTheSameBitsAndErrors() {
    NetworkModel model =
        new NetworkModel(
            Sequential.of(
                Shape.of(28, 28, 1),
                new Flatten(),
                new Linear(784, 5),
                Activation.TANH,
                new Linear(5, 10)),
            new CategoricalLikelihood(10),
            DType.FLOAT32);
    try (Rng rng = Rng.streams(2, "draws", 1)) {
      Tensor values = rng.normal(DType.FLOAT32, 1, 6, model.dimension()).select(0, 0).mul(0.1);
      for (Doubles weights :
          Arrays.asList((Doubles) null, Doubles.of(0.1, 0.2, Math.PI, -1, 0, 0.3))) {
        AbstentionRule rule = new AbstentionRule(new MaxProbability(), 0.9);
        SampledPosterior posterior =
            new SampledPosterior(model, new Draws(values, 2, weights), null);
        ModelFile.write(file(), new ImageModel(posterior, "sgld", DIGITS, FORMAT, rule, Map.of()));
        try (ImageModel read = ModelFile.readImages(file())) {
          assertThat(read.abstention()).isEqualTo(rule);
          assertThat(logits(read.posterior())).containsExactly(logits(posterior));
          Tensor inputs = Tensor.full(DType.FLOAT32, 0.5, 1, 28, 28, 1);
          ClassPrediction again = read.posterior().predict(inputs).classification();
          ClassPrediction expected = posterior.predict(inputs).classification();
          assertThat(again.probabilities()).isEqualTo(expected.probabilities());
          assertThat(again.numChains()).isEqualTo(2);
        }
      }
    }
  }

  @Test
  void refusesPartsThatDoNotFit() {
    try (NoisePosterior posterior = SmallClassifier.plain(2)) {
      assertRefused(
          () -> new ImageModel(posterior, "m", List.of("a"), FORMAT, RULE, Map.of()),
          "classNames: expected 10 names, one a class, got 1");
      assertRefused(
          () ->
              new ImageModel(
                  posterior, "m", DIGITS, new ImageFormat(32, 28, 1, Invert.AUTO), RULE, Map.of()),
          "images: expected the network's input shape [28, 28, 1], got [32, 28, 1]");
      NetworkModel regression =
          new NetworkModel(posterior.model().network(), GaussianLikelihood.fixed(1), DType.FLOAT32);
      NoisePosterior numbers =
          new NoisePosterior(regression, posterior.trained(), posterior.config(), 1);
      assertRefused(
          () -> new ImageModel(numbers, "m", DIGITS, FORMAT, RULE, Map.of()),
          "likelihood: expected a categorical one, got GaussianLikelihood[scale=1.0,"
              + " learned=false]");
    }
  }

  private static void assertRefused(Runnable make, String message) {
    assertThatThrownBy(make::run).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  /** A file whose parts were changed before its digest was taken. */
  private void assertUnreadable(
      Consumer<Map<String, Tensor>> tensors, Consumer<Map<String, String>> metadata, String message)
      throws IOException {
    Safetensors.Content content = Safetensors.read(folder.resolve("whole"));
    Map<String, Tensor> changed = new HashMap<>(content.tensors());
    Map<String, String> words = new HashMap<>(content.metadata());
    words.remove("sha256");
    tensors.accept(changed);
    metadata.accept(words);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Safetensors.write(bytes, changed, words);
    Files.write(file(), bytes.toByteArray());
    long live = Tensor.live();
    assertThatThrownBy(() -> ModelFile.read(file()))
        .isInstanceOf(UncheckedIOException.class)
        .satisfies(e -> assertThat(e.getMessage()).startsWith(file() + ": " + message))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    assertThat(Tensor.live()).isEqualTo(live);
  }

  private void assertUnreadable(String from, String to, String message) throws IOException {
    assertUnreadable(
        tensors -> {},
        words ->
            words.computeIfPresent(
                "model",
                (key, json) -> {
                  assertThat(json).contains(from);
                  return json.replace(from, to);
                }),
        message);
  }

  private void whole() {
    try (NoisePosterior posterior = SmallClassifier.normalised(2)) {
      ModelFile.write(folder.resolve("whole"), saved(posterior));
    }
  }

  @Test
  void saysInOneLineWhatIsWrongInADescription() throws IOException {
    whole();
    assertUnreadable("\"dropout\"", "\"lstm\"", "layer: expected one of [linear, conv2d, ");
    assertUnreadable("\"rate\":0.5", "\"rate\":1.5", "rate: expected a value in [0, 1), got 1.5");
    assertUnreadable("\"in\":784", "\"in\":783", "");
    assertUnreadable("\"in\":24,\"out\":10", "\"in\":2147483647,\"out\":2147483647", "");
    assertUnreadable(
        "\"categorical\"", "\"ordinal\"", "likelihood: expected one of [bernoulli, categorical, ");
    assertUnreadable(
        "\"float32\"", "\"float16\"", "dtype: expected one of [float32, float64], got 'float16'");
    assertUnreadable(
        "\"float32\"", "\"float64\"", "position: expected float64 [1, 19138], got float32");
    assertUnreadable(
        "\"9\"]", "\"9\",\"10\"]", "classNames: expected 10 names, one a class, got 11");
    assertUnreadable("\"9\"]", "null]", "model.classNames: expected a list of texts, got [");
    assertUnreadable("\"auto\"", "\"perhaps\"", "invert: expected one of [never, always, auto]");
    assertUnreadable(
        "\"height\":28", "\"height\":29", "images: expected the network's input shape");
    assertUnreadable("\"height\":28,", "", "model.images.height: expected an integer, got null");
    assertUnreadable(
        "predictive-entropy", "doubt", "measure: expected one of [predictive-entropy,");
    assertUnreadable(
        "\"nats\"", "\"bits\"", "unit: expected 'nats' of predictive-entropy, got 'bits'");
    assertUnreadable(
        "\"threshold\":0.4",
        "\"threshold\":4",
        "threshold: expected a value of predictive-entropy of");
    assertUnreadable(
        "\"numDraws\":2", "\"numDraws\":0", "numDraws: expected an integer >= 1, got 0");
    assertUnreadable("\"noise\"", "\"sound\"", "posterior: expected one of [sampled, noise");
    assertUnreadable(
        "\"method\":\"mc-dropout\"", "\"method\":\"\"", "method: expected a name, got none");
  }

  @Test
  void saysInOneLineWhatIsWrongWithTheFile() throws IOException {
    whole();
    assertUnreadable(
        tensors -> {},
        words -> words.put("version", "3"),
        "version: expected the model format 2, got 3; use the jeffreys that wrote it, or a newer"
            + " one");
    assertUnreadable(
        tensors -> {},
        words -> words.remove("format"),
        "format: expected jeffreys-model, got none");
    assertUnreadable(
        tensors -> {},
        words -> words.remove("model"),
        "expected a description and a digest, got [");
    assertUnreadable(
        tensors -> tensors.remove("position"),
        words -> {},
        "position: expected a tensor of a posterior of kind noise, got none");
    assertUnreadable(
        tensors -> tensors.remove("buffers"),
        words -> {},
        "buffers: expected a tensor of a posterior of kind noise, got none");
    assertUnreadable(
        tensors -> tensors.computeIfPresent("position", (name, all) -> all.narrow(1, 0, 9)),
        words -> {},
        "position: expected float32 [1, 19138], got float32 [1, 9]");
    assertUnreadable(
        tensors -> tensors.computeIfPresent("position", (name, all) -> all.select(0, 0)),
        words -> {},
        "position: expected float32 [1, 19138], got float32 [19138]");
    assertUnreadable(
        tensors -> tensors.computeIfPresent("position", (name, all) -> Tensor.cat(0, all, all)),
        words -> {},
        "position: expected float32 [1, 19138], got float32 [2, 19138]");
    Path absent = folder.resolve("absent");
    assertThatThrownBy(() -> ModelFile.read(absent))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith(absent + ": expected a readable file, got ");
  }

  @Test
  void noticesDamageAnywhere() throws IOException {
    whole();
    byte[] whole = Files.readAllBytes(folder.resolve("whole"));
    for (int i = 0; i < whole.length; i += 997) {
      Files.write(file(), Arrays.copyOf(whole, i));
      assertThatThrownBy(() -> ModelFile.read(file()))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining(file() + ": expected ");
      byte[] flipped = whole.clone();
      flipped[i] ^= 4;
      Files.write(file(), flipped);
      assertThatThrownBy(() -> ModelFile.read(file()))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining(file() + ": expected ");
    }
  }

  @Test
  void aWriteThatFailsLeavesTheOldFile() throws IOException {
    Files.writeString(file(), "old");
    assertThatThrownBy(
            () ->
                WholeFile.write(
                    file(),
                    out -> {
                      out.write(1);
                      throw new IOException("the disk is full");
                    }))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(file() + ": expected to write it, got IOException: the disk is full");
    assertThat(file()).hasContent("old");
    assertThat(Objects.requireNonNull(folder.toFile().list())).containsExactly("model.jeffreys");
  }
}
