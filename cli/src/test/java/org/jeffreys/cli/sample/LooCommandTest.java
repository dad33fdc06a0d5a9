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
import org.jeffreys.distribution.MultivariateNormal;
import org.jeffreys.distribution.Normal;
import org.jeffreys.ppl.Plate;
import org.jeffreys.ppl.Program;
import org.jeffreys.ppl.ProgramData;
import org.jeffreys.ppl.ProgramFactory;
import org.jeffreys.store.ModelFile;
import org.jeffreys.store.SavedSample;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LooCommandTest {
  private static final String DATA =
      "{\"x\": [-2, -1, 0, 1, 2, 3], \"y\": [-3.8, -2.1, 0.2, 1.9, 4.3, 5.8]}";

  @TempDir private Path folder;

  private record Outcome(int code, String out, String err) {}

  private static Outcome run(String... args) {
    StringWriter output = new StringWriter();
    StringWriter errors = new StringWriter();
    int code = Main.run(args, new PrintWriter(output), new PrintWriter(errors));
    return new Outcome(code, output.toString(), errors.toString());
  }

  /** A mean, without the slope that the data have. */
  public static final class Constant implements ProgramFactory {
    /** As the command makes it. */
    public Constant() {}

    @Override
    public Program of(ProgramData data) {
      Tensor y = data.tensor("y");
      return m -> {
        Tensor mean = m.sample("mean", Normal.of(0, 10));
        try (Plate rows = m.plate("rows", y.size(0))) {
          m.observe("obs", Normal.of(mean, 3), y);
        }
      };
    }
  }

  /** A line through 0. */
  public static final class Line implements ProgramFactory {
    /** As the command makes it. */
    public Line() {}

    @Override
    public Program of(ProgramData data) {
      Tensor x = data.tensor("x");
      Tensor y = data.tensor("y", x.size(0));
      return m -> {
        Tensor slope = m.sample("slope", Normal.of(0, 10));
        try (Plate rows = m.plate("rows", x.size(0))) {
          m.observe("y", Normal.of(slope.mul(x), 0.5), y);
        }
      };
    }
  }

  /** All data as one event. */
  public static final class Whole implements ProgramFactory {
    /** As the command makes it. */
    public Whole() {}

    @Override
    public Program of(ProgramData data) {
      Tensor y = data.tensor("y");
      Tensor identity = Tensor.eye(DType.FLOAT64, y.size(0));
      return m -> {
        Tensor mean = m.sample("mean", Normal.of(0, 10)).unsqueeze(-1);
        m.observe(
            "y", new MultivariateNormal(mean.mul(Tensor.ones(DType.FLOAT64, 6)), identity), y);
      };
    }
  }

  private Path sample(String name, Class<?> type, String json) throws IOException {
    Path data = Files.writeString(folder.resolve(name + ".json"), json);
    Path out = folder.resolve(name);
    Outcome outcome =
        run(
            "sample",
            "--class",
            type.getName(),
            "--data",
            data.toString(),
            "--out",
            out.toString(),
            "-q",
            "--chains",
            "2",
            "--warmup",
            "200",
            "--samples",
            "500");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return out;
  }

  private Outcome loo(Path... folders) {
    List<String> args = new ArrayList<>(List.of("loo"));
    for (Path each : folders) {
      args.add(each.toString());
    }
    args.addAll(List.of("--out", folder.resolve("loo").toString()));
    return run(args.toArray(String[]::new));
  }

  private static double normal(double x, double loc, double sd) {
    double z = (x - loc) / sd;
    return -z * z / 2 - Math.log(sd) - 0.5 * Math.log(2 * Math.PI);
  }

  /** Exactly: the predictive density of each point by the normal posterior of the others. */
  private static double exactLine() {
    double[] x = {-2, -1, 0, 1, 2, 3};
    double[] y = {-3.8, -2.1, 0.2, 1.9, 4.3, 5.8};
    double sum = 0;
    for (int i = 0; i < 6; i++) {
      double precision = 0.01;
      double weighted = 0;
      for (int j = 0; j < 6; j++) {
        precision += j == i ? 0 : x[j] * x[j] / 0.25;
        weighted += j == i ? 0 : x[j] * y[j] / 0.25;
      }
      double sd = Math.sqrt(0.25 + x[i] * x[i] / precision);
      sum += normal(y[i], x[i] * weighted / precision, sd);
    }
    return sum;
  }

  @Test
  void findsTheBetterProgram() throws IOException {
    Path constant = sample("constant", Constant.class, DATA);
    Path line = sample("line", Line.class, DATA);
    Outcome outcome = loo(constant, line);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    List<String> rows = outcome.out().lines().toList();
    assertThat(rows.get(1)).startsWith("line ");
    assertThat(rows.get(2)).startsWith("constant ");
    JsonNode metrics = new ObjectMapper().readTree(folder.resolve("loo/metrics.json").toFile());
    JsonNode best = metrics.get("runs").get("line");
    assertThat(best.get("elpd").asDouble()).isCloseTo(exactLine(), within(0.3));
    assertThat(best.get("difference").asDouble()).isZero();
    assertThat(metrics.get("runs").get("constant").get("difference").asDouble()).isLessThan(-5);
    assertThat(best.get("weight").asDouble()).isGreaterThan(0.9);
    JsonNode own = new ObjectMapper().readTree(line.resolve("metrics.json").toFile());
    assertThat(own.get("loo").get("elpd").asDouble()).isEqualTo(best.get("elpd").asDouble());
    assertThat(own.get("waic").get("elpd").asDouble()).isCloseTo(exactLine(), within(0.5));
    assertThat(own.get("predictiveChecks").get("y").get("sd").get("pvalue").asDouble())
        .isBetween(0.05, 0.95);
    assertThat(Files.readString(line.resolve("report.html")))
        .contains("Leave-one-out")
        .contains("Predictive checks");
    assertThat(Files.readString(folder.resolve("loo/comparison.csv"))).contains("\nline,");
    assertThat(Files.readString(folder.resolve("loo/report.html"))).contains("Behind the best");
    assertThat(loo(line.resolve("model.jeffreys")).code()).isZero();
  }

  @Test
  void modelFilesHoldTheDrawsOfTheRun() throws IOException {
    Path line = sample("line", Line.class, DATA);
    try (SavedSample saved = ModelFile.readSample(line.resolve("model.jeffreys"))) {
      assertThat(saved.method()).isEqualTo("nuts");
      assertThat(saved.draws("slope").shape()).containsExactly(2, 500);
      assertThat(saved.statistics()).containsKeys("lp__", "energy__", "divergent__");
      assertThat(saved.settings()).containsEntry("warmup", 200);
      double[] slopes = saved.draws("slope").toDoubles();
      List<String> rows =
          Files.readAllLines(line.resolve("chain-2.csv")).stream()
              .filter(row -> !row.startsWith("#"))
              .toList();
      assertThat(rows.get(1)).endsWith("," + slopes[500]);
    }
    Outcome predict = run("predict", line.resolve("model.jeffreys").toString(), DATA);
    assertThat(predict.err())
        .isEqualTo(
            "MODEL: expected a classifier of images or a model of tables, got draws of a program\n");
  }

  @Test
  void refusesOtherDataByName() throws IOException {
    Path line = sample("line", Line.class, DATA);
    Path other = sample("other", Constant.class, DATA.replace("4.3", "4.4"));
    assertThat(loo(line, other).err())
        .isEqualTo(
            "other, obs[5]: expected 4.3 as in line, got 4.4; only models of the same data can be"
                + " compared\n");
    Path fewer = sample("fewer", Constant.class, "{\"y\": [1, 2, 3]}");
    assertThat(loo(line, fewer).err())
        .isEqualTo("fewer: expected the 6 observations of line, got 3\n");
    Path whole = sample("whole", Whole.class, DATA);
    assertThat(Files.readString(whole.resolve("report.html")))
        .contains("There is none: all data are one observation");
    assertThat(loo(whole).err())
        .isEqualTo("whole: expected log likelihoods of two observations or more, got 1\n");
    Outcome missing = loo(line, folder.resolve("nothing"));
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.err())
        .startsWith("FOLDER: expected results of jeffreys sample, with model.jeffreys, got ");
  }
}
