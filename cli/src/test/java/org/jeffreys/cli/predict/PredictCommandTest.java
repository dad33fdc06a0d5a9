package org.jeffreys.cli.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jeffreys.cli.Main;
import org.jeffreys.data.Images;
import org.jeffreys.data.Strokes;
import org.jeffreys.inference.Posterior;
import org.jeffreys.predict.ClassPrediction;
import org.jeffreys.predict.Estimates;
import org.jeffreys.store.ImageModel;
import org.jeffreys.store.ModelFile;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jeffreys.uncertainty.PredictiveEntropy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PredictCommandTest {
  @TempDir private static Path models;
  private static ImageModel saved;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private long live;

  @TempDir private Path folder;

  @BeforeAll
  static void train() {
    saved = DigitModel.train();
    ModelFile.write(models.resolve(ModelFile.NAME), saved);
    ModelFile.write(models.resolve("draws.safetensors"), DigitModel.ofDraws(saved));
  }

  @AfterAll
  static void close() {
    saved.close();
  }

  @BeforeEach
  void count() {
    live = Tensor.live();
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(Tensor.live()).isEqualTo(live);
  }

  private int predict(Object... args) {
    return predictBy(models, args);
  }

  private int predictBy(Path model, Object... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    String[] words =
        Stream.concat(Stream.of("predict", model), Stream.of(args))
            .map(String::valueOf)
            .toArray(String[]::new);
    return Main.run(words, new PrintWriter(out, true), new PrintWriter(err, true));
  }

  private Path csv() {
    return folder.resolve("out.csv");
  }

  /** Dark digits on white, of another size, in folders. */
  private Path pictures(int count) throws IOException {
    try (Images images = Strokes.digits(count, 77)) {
      for (int i = 0; i < count; i++) {
        byte[] pixels = images.bytes(i);
        var picture = new BufferedImage(56, 56, BufferedImage.TYPE_BYTE_GRAY);
        for (int at = 0; at < 56 * 56; at++) {
          int grey = 255 - (pixels[at / 112 * 28 + at % 56 / 2] & 0xff);
          picture.getRaster().setSample(at % 56, at / 56, 0, grey);
        }
        Path file = folder.resolve("pictures/" + i % 2 + "/digit, " + i + ".png");
        Files.createDirectories(file.toAbsolutePath().getParent());
        ImageIO.write(picture, "png", file.toFile());
      }
    }
    return folder.resolve("pictures");
  }

  private Path idx(int count) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream to = new DataOutputStream(bytes);
    for (int number : new int[] {2051, count, 28, 28}) {
      to.writeInt(number);
    }
    try (Images images = Strokes.digits(count, 78)) {
      to.write(images.pixels().toBytes());
    }
    return Files.write(folder.resolve("digits.idx"), bytes.toByteArray());
  }

  private static List<Map<String, String>> rows(String csv) {
    List<String> lines = csv.lines().toList();
    String[] header = lines.get(0).split(",", -1);
    return lines.stream()
        .skip(1)
        .map(
            line -> {
              String[] cells = line.replaceAll("\"(.*), (.*)\"", "$1;$2").split(",", -1);
              assertThat(cells).hasSameSizeAs(header);
              Map<String, String> row = new HashMap<>();
              for (int k = 0; k < header.length; k++) {
                row.put(header[k], cells[k]);
              }
              return row;
            })
        .toList();
  }

  private static double number(Map<String, String> row, String column) {
    return Double.parseDouble(String.valueOf(row.get(column)));
  }

  @Test
  void writesWhatThePosteriorPredicts() throws IOException {
    Path input = idx(60);
    assertThat(predict(input, "--out", csv())).as(err.toString()).isZero();
    List<Map<String, String>> rows = rows(Files.readString(csv()));
    assertThat(rows).hasSize(60);
    try (Scope scope = Scope.open();
        ImageModel read = ModelFile.readImages(models.resolve(ModelFile.NAME));
        Posterior posterior = read.posterior();
        Images images = Strokes.digits(60, 78)) {
      ClassPrediction prediction = posterior.predict(images.inputs(DType.FLOAT32)).classification();
      Estimates entropy = prediction.measure(new PredictiveEntropy());
      int hits = 0;
      for (int i = 0; i < 60; i++) {
        Map<String, String> row = rows.get(i);
        int label = prediction.labels()[i];
        assertThat(row).containsEntry("index", "" + i).containsEntry("label", "" + label);
        assertThat(number(row, "probability"))
            .isEqualTo(prediction.probabilities().value().get(i * 10 + label));
        assertThat(number(row, "voteShare"))
            .isEqualTo(prediction.voteShares().value().get(i * 10 + label));
        assertThat(number(row, "predictiveEntropy")).isEqualTo(entropy.value().get(i));
        assertThat(number(row, "predictiveEntropySe")).isEqualTo(entropy.standardError().get(i));
        assertThat(row.get("decision"))
            .isEqualTo(entropy.value().get(i) > DigitModel.THRESHOLD ? "abstain" : "accept");
        hits += label == images.labelArray()[i] ? 1 : 0;
      }
      assertThat(hits).isGreaterThan(42);
    }
    long abstained = rows.stream().filter(row -> row.containsValue("abstain")).count();
    assertThat(abstained).isBetween(1L, 59L);
    assertThat(out.toString())
        .matches(
            "60 images by mc-dropout with 20 draws in \\S+ s: \\d+ accepted, "
                + abstained
                + " abstained \\(.* %\\); accepted: predictive-entropy at most 1.0 nats; see "
                + csv()
                + "\\R");
  }

  @Test
  void namesColumnsAfterTheMeasures() throws IOException {
    assertThat(predict(idx(1), "--out", "-", "--quiet")).isZero();
    assertThat(out.toString().lines().findFirst())
        .contains(
            "index,label,probability,probabilitySe,voteShare,voteShareSe,"
                + Stream.of(
                        "predictiveEntropy",
                        "normalisedEntropy",
                        "expectedEntropy",
                        "mutualInformation",
                        "softmaxVariance",
                        "meanStandardDeviation",
                        "variationRatio",
                        "voteEntropy",
                        "maxProbability",
                        "margin",
                        "energy")
                    .map(name -> name + "," + name + "Se,")
                    .reduce("", String::concat)
                + "decision");
    assertThat(err.toString()).isEmpty();
  }

  /** Three blocks, on one thread and on three; and again. */
  @Test
  void writesTheSameBytesWhateverTheThreads() throws IOException {
    Path input = idx(2100);
    for (String[] more : new String[][] {{}, {"--independent"}}) {
      byte[] first = written(input, 1, more);
      assertThat(written(input, 3, more)).isEqualTo(first);
      assertThat(written(input, 3, more)).isEqualTo(first);
    }
    assertThat(Arrays.equals(written(input, 1), written(input, 1, "--independent"))).isFalse();
  }

  private byte[] written(Path input, int threads, String... more) throws IOException {
    Object[] args =
        Stream.concat(Stream.of(input, "--out", csv(), "--threads", threads), Stream.of(more))
            .toArray();
    assertThat(predict(args)).as(err.toString()).isZero();
    return Files.readAllBytes(csv());
  }

  @Test
  void readsPicturesOfAnySizeAndSaysSo() throws IOException {
    Path input = pictures(6);
    assertThat(predict(input, "--out", csv())).as(err.toString()).isZero();
    assertThat(err.toString())
        .contains("predict: 6 of 6 images were of another size, and scaled to 28 x 28");
    List<Map<String, String>> rows = rows(Files.readString(csv()));
    assertThat(rows.stream().map(row -> row.get("file")))
        .containsExactly(
            "0/digit;0.png",
            "0/digit;2.png",
            "0/digit;4.png",
            "1/digit;1.png",
            "1/digit;3.png",
            "1/digit;5.png");
    double inverted = number(rows.get(0), "predictiveEntropy");
    assertThat(predict(input, "--out", "-", "--invert", "never")).isZero();
    assertThat(number(rows(out.toString()).get(0), "predictiveEntropy")).isNotEqualTo(inverted);
    assertThat(err.toString()).contains("6 images by mc-dropout with 20 draws in ");
    assertThat(predict(input, "--out", "-", "--invert", "ALWAYS")).isZero();
    assertThat(number(rows(out.toString()).get(0), "predictiveEntropy")).isEqualTo(inverted);
    assertThat(predict(input.resolve("1/digit, 5.png"), "--out", "-", "--quiet")).isZero();
    assertThat(out.toString()).contains("\n\"digit, 5.png\",");
  }

  @Test
  void takesAnotherThresholdAndOtherDraws() throws IOException {
    Path input = idx(30);
    assertThat(predict(input, "--out", csv(), "--threshold", 0)).isZero();
    assertThat(out.toString()).contains(": 0 accepted, 30 abstained (100.0 %); accepted: ");
    assertThat(predict(input, "--out", csv(), "--threshold", Math.log(10))).isZero();
    assertThat(out.toString()).contains(": 30 accepted, 0 abstained (0.0 %); accepted: ");
    assertThat(predict(input, "--out", csv(), "--draws", 1)).isZero();
    Map<String, String> row = rows(Files.readString(csv())).get(0);
    assertThat(number(row, "voteShare")).isEqualTo(1);
    assertThat(number(row, "mutualInformation")).isCloseTo(0, within(1e-12));
    assertThat(row).containsEntry("predictiveEntropySe", "Infinity");
  }

  @Test
  void servesDrawsOfAFile() throws IOException {
    Path input = idx(4);
    Path model = models.resolve("draws.safetensors");
    assertThat(predictBy(model, input, "--out", csv())).as(err.toString()).isZero();
    assertThat(out.toString()).startsWith("4 images by sgld with 1 draw in ");
    Files.delete(csv());
    assertFails(
        2,
        predictBy(model, input, "--draws", 5),
        "--draws: expected no number for a model by sgld, whose draws are in the file, got 5");
    assertFails(
        2,
        predictBy(model, input, "--independent"),
        "--independent: expected a model whose functions differ by noise, got one by sgld");
  }

  private void assertFails(int code, int got, String message) {
    assertThat(err.toString().strip()).isEqualTo(message);
    assertThat(got).isEqualTo(code);
    assertThat(out.toString()).isEmpty();
    assertThat(csv()).doesNotExist();
  }

  @Test
  void saysInOneLineWhatIsWrongWithItsArguments() throws IOException {
    Path input = idx(3);
    Path none = Files.createDirectories(folder.resolve("none"));
    Path absent = folder.resolve("absent");
    assertFails(
        2,
        predictBy(none, input),
        "MODEL: expected a model file, or a folder that holds model.jeffreys, got " + none);
    assertFails(
        2,
        predictBy(absent, input),
        "MODEL: expected a model file, or a folder that holds model.jeffreys, got " + absent);
    assertFails(
        2,
        predict(absent, "--out", csv()),
        "INPUT: expected a folder, a picture or an IDX file, got " + absent);
    assertFails(
        2,
        predict(input, "--out", csv(), "--draws", 0),
        "--draws: expected an integer in [1, 10000], got 0");
    assertFails(
        2,
        predict(input, "--out", csv(), "--threshold", 2.4),
        "--threshold: expected a value of predictive-entropy of 10 classes, in [0.0,"
            + " 2.302585092994046] nats, got 2.4");
    assertFails(
        2,
        predict(input, "--out", csv(), "--threshold", "NaN"),
        "--threshold: expected a finite value, got NaN");
    assertFails(
        2,
        predict(input, "--out", csv(), "--invert", "perhaps"),
        "--invert: expected one of [never, always, auto], got 'perhaps'");
    assertFails(
        2,
        predict(input, "--out", csv(), "--memory", 16),
        "--memory: expected at least 65 MB for this network and 20 draws, got 16 MB");
    assertFails(
        2,
        predict(input, "--out", csv(), "--threads", 0),
        "--threads: expected an integer >= 1, got 0");
    assertFails(
        2, predict(input, "--out", none), "--out: expected a file, or -, got the folder " + none);
  }

  @Test
  void aModelOfImagesRefusesOptionsOfTables() throws IOException {
    Path input = idx(3);
    for (String option : new String[] {"--level=0.9", "--risk=0.1", "--as-inferred"}) {
      assertFails(
          2,
          predict(input, "--out", csv(), option),
          option.replaceAll("=.*", "")
              + ": expected no such option for a model of images, got one");
    }
  }

  @Test
  void saysInOneLineWhatIsWrongWithItsFiles() throws IOException {
    Path empty = Files.createDirectories(folder.resolve("empty"));
    assertFails(
        1,
        predict(empty, "--out", csv()),
        empty + ": expected PNG or JPEG pictures (.png, .jpg, .jpeg), got none");
    Path input = idx(1500);
    Files.write(input, Arrays.copyOf(Files.readAllBytes(input), 1_000_000));
    assertFails(
        1,
        predict(input, "--out", csv(), "--quiet"),
        input + ": expected 1176016 bytes uncompressed, got 1000000; the file is truncated");
    Path picture = pictures(1).resolve("0/digit, 0.png");
    Files.writeString(picture, "no picture");
    assertFails(
        1,
        predict(picture, "--out", csv(), "--quiet"),
        picture + ": expected a PNG or JPEG picture, got something else");
    Path model = folder.resolve("damaged");
    Files.write(model, Arrays.copyOf(Files.readAllBytes(models.resolve(ModelFile.NAME)), 9000));
    assertThat(predictBy(model, input)).isEqualTo(1);
    assertThat(err.toString().strip())
        .startsWith(model + ": expected ")
        .endsWith("the file is damaged")
        .doesNotContain("\n");
    assertThat(folder.toFile().list((at, name) -> name.startsWith(".partial"))).isEmpty();
  }
}
