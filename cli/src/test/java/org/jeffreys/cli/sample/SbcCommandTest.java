package org.jeffreys.cli.sample;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.jeffreys.distribution.Flat;
import org.jeffreys.distribution.Normal;
import org.jeffreys.ppl.Context;
import org.jeffreys.ppl.Plate;
import org.jeffreys.ppl.Program;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SbcCommandTest {
  @TempDir private Path folder;

  private record Outcome(int code, String out, String err) {}

  private static Outcome run(List<String> args) {
    StringWriter output = new StringWriter();
    StringWriter errors = new StringWriter();
    int code =
        Main.run(args.toArray(String[]::new), new PrintWriter(output), new PrintWriter(errors));
    return new Outcome(code, output.toString(), errors.toString());
  }

  /** The mean of three numbers. */
  public static final class Mean implements Program {
    /** As the command makes it. */
    public Mean() {}

    @Override
    public void run(Context m) {
      Tensor mean = m.sample("mean", Normal.of(0, 2));
      try (Plate rows = m.plate("rows", 3)) {
        m.observe("y", Normal.of(mean, 1), Tensor.zeros(DType.FLOAT64, 3));
      }
    }
  }

  /** The same without a prior. */
  public static final class Improper implements Program {
    /** As the command makes it. */
    public Improper() {}

    @Override
    public void run(Context m) {
      m.observe("y", Normal.of(m.sample("mean", Flat.real()), 1), m.number(0));
    }
  }

  private Outcome mean(Path out, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "sbc",
                "--class",
                Mean.class.getName(),
                "--out",
                out.toString(),
                "-q",
                "--simulations",
                "12",
                "--draws",
                "9",
                "--warmup",
                "60",
                "--samples",
                "30"));
    args.addAll(List.of(more));
    return run(args);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nuts", "hmc", "chees"})
  void ranksParametersAmongDraws(String method) throws IOException {
    Path out = folder.resolve("out");
    Outcome outcome = mean(out, "--method", method, "--chains", "4");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("by " + method + ": 12 simulations, ranks among 9 draws");
    JsonNode metrics = new ObjectMapper().readTree(out.resolve("metrics.json").toFile());
    // Twelve simulations show what is grossly wrong; one in twenty of them strays from the band.
    double pvalue = metrics.get("parameters").get("mean").get("pvalue").asDouble();
    assertThat(pvalue).isBetween(0.001, 1.0);
    assertThat(metrics.get("failing").asInt()).isEqualTo(pvalue < 0.05 ? 1 : 0);
    List<String> ranks = Files.readAllLines(out.resolve("ranks.csv"));
    assertThat(ranks).hasSize(13);
    assertThat(ranks.get(0)).isEqualTo("mean");
    assertThat(ranks.subList(1, 13)).allMatch(rank -> rank.matches("[0-9]"));
    assertThat(Files.readString(out.resolve("report.html"))).contains("sampled right?");
    Path again = folder.resolve("again");
    assertThat(mean(again, "--method", method, "--chains", "4", "--threads", "1").code()).isZero();
    assertThat(again.resolve("ranks.csv")).hasSameTextualContentAs(out.resolve("ranks.csv"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
                                             | NAME: expected a program, got none; jeffreys sample lists those there are
          funnel --simulations 1             | --simulations: expected an integer >= 2, got 1
          funnel --draws 0                   | --draws: expected an integer >= 1, got 0
          funnel --chains 1 --samples 50     | --draws: expected at most the 50 draws of a simulation, got 99
          funnel --method chees --time 2     | --time: expected a method that has it, got chees; leave it out
          """)
  void saysInOneLineWhatIsWrong(String args, String message) {
    List<String> all = new ArrayList<>(List.of("sbc"));
    if (args != null) {
      all.addAll(List.of(args.split(" ")));
    }
    Path out = folder.resolve("out");
    all.addAll(List.of("--out", out.toString()));
    Outcome outcome = run(all);
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).isEqualTo(message + "\n");
    assertThat(out).doesNotExist();
  }

  @Test
  void refusesImproperPriorsByName() {
    Path out = folder.resolve("out");
    Outcome outcome =
        run(List.of("sbc", "--class", Improper.class.getName(), "--out", out.toString()));
    assertThat(outcome.err())
        .isEqualTo(
            "site mean: expected a proper prior to draw from, got a flat one; give it a"
                + " distribution\n");
    assertThat(out).doesNotExist();
  }
}
