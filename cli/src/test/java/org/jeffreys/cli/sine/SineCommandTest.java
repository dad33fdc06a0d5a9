package org.jeffreys.cli.sine;

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

final class SineCommandTest {
  @TempDir private Path folder;

  private record Outcome(int code, String out, String err) {}

  private static Outcome run(Path out, String... args) {
    List<String> all = new ArrayList<>(List.of("sine", "--quiet", "--out", out.toString()));
    all.addAll(List.of(args));
    StringWriter output = new StringWriter();
    StringWriter errors = new StringWriter();
    int code =
        Main.run(all.toArray(new String[0]), new PrintWriter(output), new PrintWriter(errors));
    return new Outcome(code, output.toString(), errors.toString());
  }

  private static JsonNode metrics(Path out) throws IOException {
    return new ObjectMapper().readTree(out.resolve("metrics.json").toFile());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --chains 0                   | --chains: expected an integer in [1, 256], got 0
          --noise -1                   | --noise: expected a value in [0, 1000.0], got -1.0
          --noise NaN                  | --noise: expected a value in [0, 1000.0], got NaN
          --epochs 0                   | --epochs: expected an integer >= 1, got 0
          --threads 0                  | --threads: expected an integer >= 1, got 0
          --seed -1                    | --seed: expected an integer >= 0, got -1
          --device tpu                 | --device: expected one of [cpu, cuda], got 'tpu'
          --frobnicate                 | jeffreys sine: expected a known option, got --frobnicate; see jeffreys sine --help
          --as-published --noise 0.2   | --noise: expected no value with --as-published, whose setting is fixed, got 0.2
          --as-published --chains 2    | --chains: expected no value with --as-published, whose setting is fixed, got 2
          --as-published --private     | --private: expected one of --as-published and --private, got both
          --epsilon 3                  | --epsilon: expected to come with --private, got 3.0
          --private --epsilon 0        | --epsilon: expected a finite value > 0, got 0.0
          --private --delta 1          | --delta: expected a value in (0, 1), got 1.0
          """)
  void refusesBadInputWithOneLineAndLeavesNothing(String args, String message) {
    Path out = folder.resolve("out");

    Outcome outcome = run(out, args.split(" "));

    assertThat(outcome).isEqualTo(new Outcome(2, "", message + System.lineSeparator()));
    assertThat(out).doesNotExist();
  }

  @Test
  void refusesAFileForAFolder() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "mine");

    Outcome outcome = run(file);

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("--out: expected a folder, got the file ");
    assertThat(file).hasContent("mine");
  }

  @Tag("slow")
  @Test
  void writesAllItPromises() throws IOException {
    Outcome outcome = run(folder, "--epochs", "40", "--chains", "2", "--threads", "2");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("region", "data", "gap", "edge", "report.html");
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .containsExactlyInAnyOrder(
              ".lock",
              "metrics.json",
              "predictions.csv",
              "predictive.svg",
              "report.html",
              "standard-deviation.svg");
    }
    assertThat(Files.readAllLines(folder.resolve("predictions.csv"))).hasSize(402);
    JsonNode metrics = metrics(folder);
    assertThat(metrics.path("command").asText()).isEqualTo("sine");
    assertThat(metrics.path("numChains").asInt()).isEqualTo(2);
    assertThat(metrics.path("steps").asInt()).isEqualTo(400);
    assertThat(metrics.path("impliedModel").path("likelihoodScale").asDouble()).isEqualTo(0.1);
    assertThat(metrics.path("regions").path("gap").path("std").asDouble()).isPositive();
    assertThat(metrics.path("privacy").isMissingNode()).isTrue();
  }

  @Tag("slow")
  @Test
  void sameSeedSameBits() throws IOException {
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    Path other = folder.resolve("other");
    run(first, "--epochs", "20", "--seed", "5", "--threads", "2");
    run(second, "--epochs", "20", "--seed", "5", "--threads", "2");
    run(other, "--epochs", "20", "--seed", "6", "--threads", "2");

    byte[] bits = Files.readAllBytes(first.resolve("predictions.csv"));
    assertThat(second.resolve("predictions.csv")).hasBinaryContent(bits);
    assertThat(Files.readAllBytes(other.resolve("predictions.csv"))).isNotEqualTo(bits);
  }

  /** Epsilons: of the reference run; RDP 8.856, classic 9.687, tight 8.171. */
  @Tag("slow")
  @Test
  void repeatsThePublishedRun() throws IOException {
    Outcome outcome = run(folder, "--as-published");

    assertThat(outcome.code()).isZero();
    JsonNode metrics = metrics(folder);
    JsonNode privacy = metrics.path("privacy");
    assertThat(privacy.path("epsilonRdp").asDouble()).isCloseTo(8.856, within(0.01));
    assertThat(privacy.path("epsilonRdpClassic").asDouble()).isCloseTo(9.687, within(0.01));
    assertThat(privacy.path("epsilonPrvLower").asDouble()).isCloseTo(8.171, within(0.01));
    assertThat(privacy.path("epsilonPrvUpper").asDouble()).isCloseTo(8.171, within(0.01));
    assertThat(privacy.path("clipRate").asDouble()).isBetween(0.45, 0.75);
    assertThat(metrics.path("steps").asInt()).isEqualTo(6300);
    assertThat(metrics.path("numDraws").asInt()).isEqualTo(100);
    JsonNode model = metrics.path("impliedModel");
    assertThat(model.path("likelihoodScale").asDouble()).isCloseTo(Math.sqrt(0.5), within(1e-12));
    assertThat(model.path("priorScale").asDouble()).isCloseTo(Math.sqrt(10), within(1e-12));
    assertThat(model.path("temperature").asDouble()).isCloseTo(1.075, within(5e-4));
    assertThat(Files.readString(folder.resolve("report.html"))).contains("does not show it");
  }

  @Tag("slow")
  @Test
  void privateRunCostsWhatWasAskedFor() throws IOException {
    Outcome outcome = run(folder, "--private", "--epsilon", "4", "--epochs", "50", "--chains", "2");

    assertThat(outcome.code()).isZero();
    JsonNode metrics = metrics(folder);
    assertThat(metrics.path("privacy").path("epsilonPrvUpper").asDouble()).isBetween(3.98, 4.0);
    assertThat(metrics.path("impliedModel").path("temperature").asDouble())
        .isCloseTo(1, within(1e-9));
  }
}
