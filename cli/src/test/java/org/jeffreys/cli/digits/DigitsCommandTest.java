package org.jeffreys.cli.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jeffreys.cli.Main;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DigitsCommandTest {
  @TempDir private Path folder;

  private record Outcome(int code, String out, String err) {}

  private static Outcome run(Path out, String... args) {
    List<String> all = new ArrayList<>(List.of("digits", "--quiet", "--out", out.toString()));
    all.addAll(List.of(args));
    StringWriter output = new StringWriter();
    StringWriter errors = new StringWriter();
    int code =
        Main.run(all.toArray(new String[0]), new PrintWriter(output), new PrintWriter(errors));
    return new Outcome(code, output.toString(), errors.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --draws 0         | --draws: expected an integer in [1, 10000], got 0
          --epochs 0        | --epochs: expected an integer >= 1, got 0
          --threads 0       | --threads: expected an integer >= 1, got 0
          --threshold -0.1  | --threshold: expected nats in [0, 2.302585092994046], the entropy of 10 equal chances, got -0.1
          --threshold 2.31  | --threshold: expected nats in [0, 2.302585092994046], the entropy of 10 equal chances, got 2.31
          --threshold NaN   | --threshold: expected nats in [0, 2.302585092994046], the entropy of 10 equal chances, got NaN
          --accuracy 1.1    | --accuracy: expected a value in (0, 1], got 1.1
          --accuracy 0.9 --threshold 1 | --accuracy: expected one of --accuracy and --threshold, got both
          --memory 1        | --memory: expected at least 16 MB, got 1 MB
          --data cifar      | --data: expected one of [strokes, mnist], got 'cifar'
          --method dropuot  | --method: expected one of [mc-dropout, gaussian-dropout, dropconnect, concrete-dropout, variational-dropout], got 'dropuot'
          --ood nowhere     | --ood: expected a folder, or one of [strokes, letters, mnist, fashion-mnist, omniglot], got 'nowhere'
          """)
  void refusesBadInputWithOneLine(String args, String message) {
    Path out = folder.resolve("out");

    Outcome outcome = run(out, args.split(" +"));

    assertThat(outcome).isEqualTo(new Outcome(2, "", message + System.lineSeparator()));
    assertThat(out).doesNotExist();
  }

  @Test
  void saysWhichFileOfMnistIsMissing() {
    Path out = folder.resolve("out");
    Outcome outcome = run(out, "--data", "mnist", "--ood", "letters", "--data-dir", folder + "");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("mnist", "jeffreys data get").hasLineCount(1);
    assertThat(out).doesNotExist();
  }

  @Test
  void saysWhichFileIsCut() throws IOException {
    Path mnist = Files.createDirectories(folder.resolve("data/mnist"));
    for (String name : List.of("t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz")) {
      Files.write(mnist.resolve(name), new byte[] {31, (byte) 139, 8, 0});
    }
    Outcome outcome =
        run(
            folder.resolve("out"),
            "--data",
            "mnist",
            "--ood",
            "letters",
            "--data-dir",
            folder.resolve("data") + "");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("idx").hasLineCount(1);
  }

  @Tag("slow")
  @Test
  void writesAllItPromisesAndTheSameBitsAgain() throws IOException {
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    Outcome outcome = run(first, "--epochs", "1", "--draws", "3", "--threads", "2");
    run(second, "--epochs", "1", "--draws", "3", "--threads", "1");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("clean", "noisy", "foreign", "report.html");
    assertThat(second.resolve("predictions.csv"))
        .hasBinaryContent(Files.readAllBytes(first.resolve("predictions.csv")));
    assertThat(Files.readAllLines(first.resolve("predictions.csv"))).hasSize(21_001);
    assertThat(first.resolve("model.jeffreys")).isRegularFile();
    JsonNode metrics = new ObjectMapper().readTree(first.resolve("metrics.json").toFile());
    for (String key :
        List.of("accuracy", "accuracyMc", "nll", "nllMc", "ece", "eceMc", "aurc", "trainSeconds")) {
      assertThat(metrics.path(key).isNumber()).as(key).isTrue();
    }
    assertThat(metrics.path("accuracy").asDouble()).isBetween(0.7, 1.0);
    assertThat(metrics.path("numDraws").asInt()).isEqualTo(3);
    assertThat(metrics.path("epochs").asInt()).isEqualTo(1);
    assertThat(metrics.path("mcSecondsPerPass").asDouble()).isPositive();
    JsonNode published = metrics.path("published");
    assertThat(published.path("thresholdNormalised").asDouble()).isEqualTo(0.02, within(1e-12));
    assertThat(
            published.path("strokes").path("high").asInt()
                + published.path("strokes").path("low").asInt())
        .isEqualTo(10_000);
    assertThat(published.path("foreign").path("flaggedMc").asInt()).isBetween(1, 10_000);
    for (String pair : List.of("foreign", "noisy", "errors")) {
      JsonNode auroc = metrics.path("auroc").path(pair);
      assertThat(auroc.path("deterministicEntropy").asDouble()).as(pair).isBetween(0.5, 1.0);
      assertThat(auroc.path("predictiveEntropy").asDouble()).as(pair).isBetween(0.5, 1.0);
      assertThat(auroc.path("mutualInformation").isNumber()).as(pair).isTrue();
      assertThat(auroc.path("maxProbability").asDouble()).as(pair).isBetween(0.5, 1.0);
    }
  }
}
