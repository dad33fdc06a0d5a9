package org.jeffreys.cli.sample;

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
import org.jeffreys.distribution.Normal;
import org.jeffreys.ppl.Context;
import org.jeffreys.ppl.Plate;
import org.jeffreys.ppl.Program;
import org.jeffreys.ppl.ProgramData;
import org.jeffreys.ppl.ProgramFactory;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SampleCommandTest {
  private static final String SCHOOLS =
      "{\"J\": 8, \"y\": [28,8,-3,7,-1,1,18,12], \"sigma\": [15,10,16,11,9,11,10,18]}";

  @TempDir private Path folder;

  private record Outcome(int code, String out, String err) {}

  private static Outcome run(String... args) {
    List<String> all = new ArrayList<>(List.of("sample"));
    all.addAll(List.of(args));
    StringWriter output = new StringWriter();
    StringWriter errors = new StringWriter();
    int code =
        Main.run(all.toArray(new String[0]), new PrintWriter(output), new PrintWriter(errors));
    return new Outcome(code, output.toString(), errors.toString());
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /** Programs of users are found by the names of their classes. */
  public static final class Mean implements ProgramFactory {
    /** As the command makes it. */
    public Mean() {}

    @Override
    public Program of(ProgramData data) {
      Tensor y = data.tensor("y");
      return m -> {
        Tensor mean = m.sample("mean", Normal.of(0, 100));
        try (Plate rows = m.plate("rows", y.size(0))) {
          m.observe("y", Normal.of(mean, 2), y);
        }
      };
    }
  }

  /** A program that visits a site twice. */
  public static final class Twice implements Program {
    /** As the command makes it. */
    public Twice() {}

    @Override
    public void run(Context m) {
      m.sample("a", Normal.of(0, 1));
      m.sample("a", Normal.of(0, 1));
    }
  }

  @Test
  void listsProgramsWithoutAName() {
    Outcome outcome = run();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("eight-schools-centred").contains("gauss-mix");
  }

  @Test
  void drawsFromThePosteriorOfAClassOfOnesOwn() throws IOException {
    Path out = folder.resolve("out");
    Path data = file("data.json", "{\"y\": [1, 2, 3, 6]}");
    Outcome outcome =
        run(
            "--class",
            Mean.class.getName(),
            "--data",
            data.toString(),
            "--out",
            out.toString(),
            "--chains",
            "2",
            "--warmup",
            "200",
            "--samples",
            "500",
            "--quiet");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    JsonNode metrics = new ObjectMapper().readTree(out.resolve("metrics.json").toFile());
    JsonNode mean = metrics.get("parameters").get("mean");
    assertThat(mean.get("mean").asDouble()).isCloseTo(3, within(5 * mean.get("mcse").asDouble()));
    assertThat(mean.get("sd").asDouble()).isCloseTo(1, within(0.15));
    assertThat(metrics.get("divergences").asInt()).isZero();
    assertThat(metrics.get("numSamples").asInt()).isEqualTo(500);
    List<String> rows =
        Files.readAllLines(out.resolve("chain-2.csv")).stream()
            .filter(line -> !line.startsWith("#"))
            .toList();
    assertThat(rows).hasSize(501);
    assertThat(rows.get(0))
        .isEqualTo(
            "lp__,accept_stat__,stepsize__,treedepth__,n_leapfrog__,divergent__,energy__,mean");
    assertThat(rows.get(1).split(",")).hasSize(8);
    assertThat(Files.readString(out.resolve("report.html"))).contains("The posterior of");
  }

  /** From each start; with given numbers the posterior is N(3, 1) but for a wide prior. */
  @ParameterizedTest
  @CsvSource({
    "chees, uniform",
    "chees, pathfinder",
    "nuts, prior",
    "nuts, pathfinder",
    "hmc, prior"
  })
  void methodsAndStartsAgree(String method, String start) throws IOException {
    Path out = folder.resolve("out");
    Path data = file("data.json", "{\"y\": [1, 2, 3, 6]}");
    Outcome outcome =
        run(
            "--class",
            Mean.class.getName(),
            "--data",
            data.toString(),
            "--out",
            out.toString(),
            "--method",
            method,
            "--start",
            start,
            "--chains",
            "8",
            "--warmup",
            "200",
            "--samples",
            "200",
            "--quiet");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    JsonNode metrics = new ObjectMapper().readTree(out.resolve("metrics.json").toFile());
    JsonNode mean = metrics.get("parameters").get("mean");
    assertThat(mean.get("mean").asDouble()).isCloseTo(3, within(5 * mean.get("mcse").asDouble()));
    assertThat(mean.get("sd").asDouble()).isCloseTo(1, within(0.15));
    assertThat(metrics.get("method").asText()).isEqualTo(method);
    assertThat(metrics.get("gradientEvaluations").asLong()).isGreaterThan(8 * 400);
    assertThat(metrics.get("seconds").get("sampling").asDouble()).isPositive();
    assertThat(metrics.get("seconds").get("warmup").asDouble()).isPositive();
    List<String> rows =
        Files.readAllLines(out.resolve("chain-8.csv")).stream()
            .filter(line -> !line.startsWith("#"))
            .toList();
    assertThat(rows).hasSize(201);
    assertThat(rows.get(0))
        .isEqualTo(
            method.equals("chees")
                ? "lp__,stepsize__,mean"
                : "lp__,accept_stat__,stepsize__,treedepth__,n_leapfrog__,divergent__,energy__,mean");
  }

  @Test
  void indicesStandBehindDotsInTheFilesOfChains() throws IOException {
    Path out = folder.resolve("out");
    Path data = file("data.json", SCHOOLS);
    Outcome outcome =
        run(
            "eight-schools",
            "--data",
            data.toString(),
            "--out",
            out.toString(),
            "-q",
            "--chains",
            "1",
            "--warmup",
            "50",
            "--samples",
            "20");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(Files.readString(out.resolve("chain-1.csv"))).contains(",theta_base.8,theta.1,");
    assertThat(outcome.out())
        .contains("theta[8]")
        .contains("eight-schools by nuts: 1 chains of 20");
  }

  /** The report shows the program as it was sampled. */
  @ParameterizedTest
  @ValueSource(strings = {"auto", "theta"})
  void drawsSitesAsTheyAreToBe(String sites) throws IOException {
    Path out = folder.resolve("out");
    Outcome outcome =
        run(
            "eight-schools-centred",
            "--non-centred",
            sites,
            "--out",
            out.toString(),
            "-q",
            "--chains",
            "1",
            "--warmup",
            "50",
            "--samples",
            "20");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(Files.readString(out.resolve("chain-1.csv"))).contains(",theta_base.8,theta.1,");
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("deterministic theta depends on mu, tau, theta_base;")
        .contains("<img alt=")
        .contains("src=\"data:image/svg+xml;base64,");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          eight-scools                        | program: expected one of
          funnel --chains 0                   | --chains: expected an integer >= 1, got 0
          funnel --acceptance 1               | --acceptance: expected a value in (0, 1), got 1.0
          funnel --max-depth 0                | --max-depth: expected 1 to 20, got 0
          funnel --data none.json             | --data: expected a JSON file, got none.json
          funnel --non-centred u              | --non-centred: expected auto, or some of [v, x], got u
          eight-schools --non-centred tau     | site tau: expected a distribution of location and scale, got HalfCauchy
          funnel --time 2                     | --time: expected a method that has it, got nuts; leave it out
          funnel -m hmc --max-depth 5         | --max-depth: expected a method that has it, got hmc; leave it out
          funnel -m chees --mass dense        | --mass: expected a method that has it, got chees; leave it out
          funnel -m chees --chains 1          | --chains: expected at least 2 for chees, whose chains learn from each other, got 1; use nuts for one
          funnel -m chees --warmup 7          | --warmup: expected at least 8 iterations for chees, got 7
          funnel --method gibs                | --method: expected
          funnel --start prio                 | --start: expected
          --class no.such.Model               | --class: expected a class of the class path, got no.such.Model
          --class java.lang.String            | --class: expected a ProgramFactory or a Program, got java.lang.String
          """)
  void saysInOneLineWhatIsWrong(String args, String message) throws IOException {
    Path out = folder.resolve("out");
    List<String> all = new ArrayList<>(List.of(args.split(" ")));
    all.addAll(List.of("--out", out.toString()));
    Outcome outcome = run(all.toArray(String[]::new));
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(outcome.err()).startsWith(message);
    assertThat(out).doesNotExist();
  }

  @Test
  void saysWhichDataAreMissingAndWhatIsWrongWithAProgram() throws IOException {
    Path out = folder.resolve("out");
    Path data = file("data.json", "{\"J\": 8, \"y\": [1, 2]}");
    Outcome missing = run("eight-schools", "--data", data.toString(), "--out", out.toString());
    assertThat(missing.err()).isEqualTo("data, y: expected shape [8], got [2]\n");
    Path broken = file("broken.json", "{\"J\": 8,\n \"y\": [1, }");
    Outcome unread = run("eight-schools", "--data", broken.toString(), "--out", out.toString());
    assertThat(unread.err().lines()).hasSize(1);
    assertThat(unread.err()).startsWith(broken + ":2: expected one JSON object, got ");
    Outcome twice = run("--class", Twice.class.getName(), "--out", out.toString());
    assertThat(twice.err()).isEqualTo("site a: expected a name of its own, got a second site a\n");
    assertThat(out).doesNotExist();
  }
}
