package org.jeffreys.cli.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jeffreys.table.CsvReader;
import org.jeffreys.table.NumericColumn;
import org.jeffreys.table.Table;
import org.jeffreys.table.TableFit;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code fit}, {@code predict} and {@code evaluate} of tables, from one to the next. */
final class TableCommandsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private long live;

  @BeforeEach
  void count() {
    live = Tensor.live();
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(Tensor.live()).isEqualTo(live);
  }

  private Path model() {
    return folder.resolve("houses.jeffreys");
  }

  /** Fits a small network in a few steps, by map unless said otherwise. */
  private Cli fit(Path data, Object... more) {
    List<Object> words =
        new ArrayList<>(
            List.of("fit", data, "--hidden", 8, "--effort", 0.03, "--threads", 2, "-o", model()));
    words.addAll(List.of(more));
    if (!words.contains("-m")) {
      words.addAll(List.of("-m", "map"));
    }
    return Cli.run(words.toArray());
  }

  private Table predicted(Object... more) {
    Path out = folder.resolve("predictions.csv");
    List<Object> words = new ArrayList<>(List.of("predict", model()));
    words.addAll(List.of(more));
    words.addAll(List.of("-o", out));
    Cli run = Cli.run(words.toArray());
    assertThat(run.code()).as(run.err()).isZero();
    return CsvReader.standard().read(out);
  }

  private static double[] numbers(Table table, String column) {
    return ((NumericColumn) table.column(column)).toArray();
  }

  private static JsonNode scores(Cli run) throws IOException {
    assertThat(run.code()).as(run.err()).isZero();
    return JSON.readTree(run.out()).path("scores");
  }

  @Test
  @Tag("slow")
  void aRegressionIsFittedPredictedAndEvaluated() throws IOException {
    Path data = Houses.write(folder.resolve("houses.csv"), 120, 1);
    Cli fit = fit(data, "-t", "price", "--ignore", "sold,visits");
    assertThat(fit.code()).as(fit.err()).isZero();
    assertThat(fit.out())
        .matches("price from 3 columns by map in [\\d.]+ s; see " + model() + "\\R");
    assertThat(folder.resolve("houses.jeffreys.run")).doesNotExist();

    Path fresh = Houses.write(folder.resolve("new.csv"), 60, 2);
    Table table = predicted(fresh);
    assertThat(table.names())
        .containsExactly(
            "line", "mean", "sd", "aleatoricSd", "epistemicSd", "lower90", "upper90", "ood");
    assertThat(numbers(table, "line")[0]).isEqualTo(2);
    double[] price = numbers(CsvReader.standard().read(fresh), "price");
    double squares = 0;
    int covered = 0;
    for (int i = 0; i < 60; i++) {
      squares += Math.pow(numbers(table, "mean")[i] - price[i], 2);
      boolean above = numbers(table, "lower90")[i] <= price[i];
      covered += above && price[i] <= numbers(table, "upper90")[i] ? 1 : 0;
    }
    JsonNode scores = scores(Cli.run("evaluate", model(), fresh, "--json", "-", "-q"));
    assertThat(scores.path("rmse").asDouble()).isCloseTo(Math.sqrt(squares / 60), within(1e-9));
    assertThat(scores.path("coverage90c").asDouble()).isEqualTo(covered / 60.0);
    assertThat(scores.path("rmse").asDouble()).isLessThan(60);

    Cli evaluate = Cli.run("evaluate", model(), fresh);
    assertThat(evaluate.out())
        .startsWith("price of 60 rows by map" + System.lineSeparator())
        .containsPattern("\nRMSE +[\\d.]+  root mean squared error")
        .containsPattern("\ncoverage 90, calibrated +[\\d.]+ %  share");
  }

  @Test
  @Tag("slow")
  void intervalsHaveTheLevelThatIsWantedAndRowsAreAccepted() throws IOException {
    Path data = Houses.write(folder.resolve("houses.csv"), 90, 3);
    assertThat(fit(data, "-t", "price", "--ignore", "sold,visits").code()).isZero();
    double[] wide = width(predicted(data, "--level", 0.95), "95");
    double[] narrow = width(predicted(data, "--level", 0.5), "50");
    double[] inferred = width(predicted(data, "--level", 0.5, "--as-inferred"), "50");
    for (int i = 0; i < 90; i++) {
      assertThat(wide[i]).isGreaterThan(narrow[i]);
      assertThat(inferred[i]).isPositive().isNotEqualTo(narrow[i]);
    }
    Cli all = Cli.run("predict", model(), data, "--risk", 1e6, "-o", folder.resolve("p.csv"));
    assertThat(all.out()).contains(": 90 accepted, 0 left to a person; see ");
    Cli none = Cli.run("predict", model(), data, "--risk", 1e-6, "-o", folder.resolve("p.csv"));
    assertThat(none.out()).contains(": 0 accepted, 90 left to a person; see ");
    assertThat(Files.readAllLines(folder.resolve("p.csv")).get(1)).endsWith(",abstain");
  }

  private static double[] width(Table table, String level) {
    double[] lower = numbers(table, "lower" + level);
    double[] width = numbers(table, "upper" + level);
    for (int i = 0; i < width.length; i++) {
      width[i] -= lower[i];
    }
    return width;
  }

  @Test
  @Tag("slow")
  void aClassificationIsFittedPredictedAndEvaluated() throws IOException {
    Path data = Houses.write(folder.resolve("houses.csv"), 120, 4);
    assertThat(fit(data, "-t", "sold", "--ignore", "visits").code()).isZero();
    Path fresh = Houses.write(folder.resolve("new.csv"), 50, 5);
    Table table = predicted(fresh);
    assertThat(table.names())
        .containsExactly(
            "line",
            "label",
            "probability",
            "p.no",
            "p.yes",
            "predictiveEntropy",
            "expectedEntropy",
            "mutualInformation",
            "set90",
            "ood");
    assertThat(numbers(table, "p.no")[7] + numbers(table, "p.yes")[7]).isCloseTo(1, within(1e-9));
    Table truth = CsvReader.standard().read(fresh);
    long right = 0;
    for (int i = 0; i < 50; i++) {
      right += truth.column("sold").text(i).equals(table.column("label").text(i)) ? 1 : 0;
    }
    JsonNode scores = scores(Cli.run("evaluate", model(), fresh, "--json", "-", "-q"));
    assertThat(scores.path("accuracy").asDouble()).isEqualTo(right / 50.0).isGreaterThan(0.8);
    assertThat(scores.has("nllC")).isTrue();
    assertThat(scores.has("eceC")).isTrue();

    String dotted = Files.readString(fresh).replace(",yes,", ",yes.,").replace(",no,", ",no.,");
    Files.writeString(fresh, dotted);
    Cli evaluate = Cli.run("evaluate", model(), fresh, "--json", "-");
    assertThat(scores(evaluate)).isEqualTo(scores);
    assertThat(evaluate.err())
        .contains("evaluate: column sold: 50 labels with a full stop at the end, which is ignored");
  }

  @Test
  @Tag("slow")
  void countsAreFittedPredictedAndEvaluated() throws IOException {
    Path data = Houses.write(folder.resolve("houses.csv"), 100, 6);
    Cli fit = fit(data, "-t", "visits", "--kind", "count", "--ignore", "sold", "-m", "sghmc");
    assertThat(fit.code()).as(fit.err()).isZero();
    assertThat(fit.out()).startsWith("visits from 4 columns by sghmc in ");
    Table table = predicted(data, "--level", 0.99, "--as-inferred");
    assertThat(Arrays.stream(numbers(table, "lower99")))
        .allMatch(each -> each >= 0 && each == Math.rint(each));
    assertThat(Arrays.stream(numbers(predicted(data), "lower90"))).allMatch(each -> each >= 0);
    JsonNode scores = scores(Cli.run("evaluate", model(), data, "--json", "-", "-q"));
    assertThat(scores.path("nll").asDouble()).isPositive();
    assertThat(scores.path("ece").asDouble()).isBetween(0.0, 1.0);
  }

  @Test
  void whatTrainingHadNotIsSaid() throws IOException {
    Path data = Houses.write(folder.resolve("houses.csv"), 80, 7);
    assertThat(fit(data, "-t", "price", "--ignore", "sold,visits", "--calibrate", "none").code())
        .isZero();
    Path fresh = folder.resolve("new.csv");
    Files.writeString(fresh, "district,area,year\nmoon,50,1999\nmoon,60,\nnorth,70,2001\n");
    Cli predict = Cli.run("predict", model(), fresh, "-o", folder.resolve("p.csv"));
    assertThat(predict.code()).as(predict.err()).isZero();
    assertThat(predict.err())
        .contains("predict: column district: 2 values not seen in training, taken as other: [moon]")
        .contains("predict: column year: 1 missing value, of which training had none, filled in");
    assertFails(
        2,
        Cli.run("evaluate", model(), fresh),
        fresh + ": expected the target 'price' among its columns, got none");
    Files.writeString(fresh, "district,area,year,price\nnorth,50,1999,\nnorth,60,2000,200\n");
    Cli evaluate = Cli.run("evaluate", model(), fresh);
    assertThat(evaluate.err()).contains("evaluate: 1 row without a target left out");
    assertThat(evaluate.out()).startsWith("price of 1 row by map");
    assertFails(
        2,
        Cli.run("predict", model(), data, "--risk", 10, "-o", folder.resolve("q.csv")),
        "--risk: expected a calibrated model, got one fitted with --calibrate none");
    Files.writeString(fresh, "area,year\n50,1999\n");
    assertFails(
        1,
        Cli.run("predict", model(), fresh, "-o", folder.resolve("q.csv")),
        fresh + ": expected a column 'district', as in training, got [area, year]");
    Files.writeString(fresh, "district,area,year\nnorth,large,1999\n");
    assertFails(
        1,
        Cli.run("predict", model(), fresh, "-o", folder.resolve("q.csv")),
        fresh
            + ":2: column area: expected a number, got 'large'; mend the line, or"
            + " leave the field empty");
    assertThat(folder.resolve("q.csv")).doesNotExist();
  }

  private static void assertFails(int code, Cli run, String message) {
    assertThat(run.message()).isEqualTo(message);
    assertThat(run.code()).isEqualTo(code);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aModelOfTablesRefusesOptionsOfImages() throws IOException {
    Path data = Houses.write(folder.resolve("houses.csv"), 40, 8);
    fit(data, "-t", "price", "--calibrate", "none", "-q");
    for (Object[] option :
        new Object[][] {
          {"--draws", 5},
          {"--independent"},
          {"--threshold", 1},
          {"--memory", 9},
          {"--invert", "auto"}
        }) {
      List<Object> words = new ArrayList<>(List.of("predict", model(), data));
      words.addAll(List.of(option));
      assertFails(
          2,
          Cli.run(words.toArray()),
          option[0] + ": expected no such option for a model of tables, got one");
    }
  }

  @Test
  void saysInOneLineWhatCannotBeFitted() throws IOException {
    Path data = folder.resolve("t.csv");
    Files.writeString(data, "area,flat,none,one,price\n1,2,,a,3\n2,2,,a,4\n3,2,,a,6\n");
    assertFails(
        2,
        fit(data, "-t", "prize", "-q"),
        "--target: expected one of [area, flat, none, one, price], got 'prize'; did you mean"
            + " price?");
    assertFails(
        2,
        fit(data, "-t", "flat", "-q"),
        data + ": column flat: expected at least two different values, got 2 in all rows");
    assertFails(
        2,
        fit(data, "-t", "none", "-q"),
        data + ": column none: expected at least two different values, got none in 3 rows");
    assertFails(
        2,
        fit(data, "-t", "one", "-q"),
        data + ": column one: expected at least two different values, got a in all rows");
    assertFails(
        2,
        fit(data, "-t", "price", "-l", "poisson", "-q"),
        "likelihood: expected one of [student-t, gaussian, heteroscedastic-gaussian,"
            + " heteroscedastic-student-t] for real [price], got 'poisson'");
    assertFails(
        2,
        Cli.run("fit", data, "-t", "price", "--effort", 0, "-o", model()),
        "--effort: expected a finite value > 0, got 0.0");
    assertFails(
        2,
        Cli.run("fit", data),
        "jeffreys fit: expected --target COLUMN, got nothing; see jeffreys fit --help");
    assertFails(
        2,
        fit(folder.resolve("no.csv"), "-t", 1),
        "DATA: expected a file, got " + folder.resolve("no.csv"));
    assertThat(model()).doesNotExist();
  }

  @Test
  void methodsAreListed() throws IOException {
    Cli run = Cli.run("methods");
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .containsPattern("\nmc-dropout +a random layer +Monte Carlo dropout")
        .containsPattern("\nmc-batch-norm +batch normalisation +")
        .containsPattern("\npoisson +count +Counts");
    JsonNode json = JSON.readTree(Cli.run("methods", "--json").out());
    assertThat(json.path("methods").path(TableFit.STANDARD_METHOD).path("standard").asBoolean())
        .isTrue();
    assertThat(json.path("likelihoods").path("categorical").path("for").asText())
        .isEqualTo("classes");
  }
}
