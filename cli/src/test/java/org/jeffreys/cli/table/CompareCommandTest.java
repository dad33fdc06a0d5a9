package org.jeffreys.cli.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jeffreys.cli.Main;
import org.jeffreys.store.OutputFolder;
import org.jeffreys.table.CsvReader;
import org.jeffreys.table.NumericColumn;
import org.jeffreys.table.Table;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompareCommandTest {
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

  private static Cli compare(Path data, Path out, Object... more) {
    List<Object> words =
        new ArrayList<>(
            List.of(
                "compare", data, "--hidden", 5, "--effort", 0.01, "--threads", 2, "--out", out));
    words.addAll(List.of(more));
    return Cli.run(words.toArray());
  }

  private Path houses(int rows) throws IOException {
    return Houses.write(folder.resolve("houses.csv"), rows, 1);
  }

  /** A comparison's table without its times, which are never the same twice. */
  private static List<String> untimed(Path out) throws IOException {
    List<String> lines = Files.readAllLines(out.resolve("comparison.csv"));
    List<String> header = List.of(lines.get(0).split(",", -1));
    int from = header.indexOf("seconds");
    return lines.stream()
        .map(line -> List.of(line.split(",", -1)))
        .map(cells -> cells.subList(0, from) + ";" + cells.subList(from + 2, cells.size()))
        .toList();
  }

  @Test
  @Tag("slow")
  void comparesARegressionOnFolds() throws IOException {
    Path out = folder.resolve("out");
    Cli run =
        compare(
            houses(60),
            out,
            "-t",
            "price",
            "--ignore",
            "sold,visits",
            "-m",
            "sghmc,mc-dropout",
            "--folds",
            3,
            "--calibrate",
            "holdout",
            "-q");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .containsPattern("method +RMSE +NLL +CRPS +interval score +coverage 90 +ECE +s a fit")
        .containsPattern("\nleast-squares +[\\d.]+ ± [\\d.]+[*~ ] ")
        .containsPattern("\nmap ")
        .containsPattern("\nmc-dropout ")
        .containsPattern("\n3 folds of .*, 12 fits in [\\d.]+ s; see .*report.html");
    Table table = CsvReader.standard().read(out.resolve("comparison.csv"));
    assertThat(table.numRows()).isEqualTo(4);
    double[] nll = ((NumericColumn) table.column("nll")).toArray();
    assertThat(nll).isSorted();

    // Each mean is that of the folds.
    Table fits = CsvReader.standard().read(out.resolve("fits.csv"));
    assertThat(fits.numRows()).isEqualTo(12);
    for (int row = 0; row < 4; row++) {
      double sum = 0;
      for (int fit = 0; fit < 12; fit++) {
        boolean same = fits.column("method").text(fit).equals(table.column("method").text(row));
        sum += same ? ((NumericColumn) fits.column("rmse")).toArray()[fit] : 0;
      }
      assertThat(sum / 3)
          .isEqualTo(((NumericColumn) table.column("rmse")).toArray()[row], within(1e-9));
    }
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("<h1>Which method predicts price best?</h1>")
        .contains("RMSE [units of price]")
        .contains("<strong>");
    assertThat(out.resolve("checkpoint")).doesNotExist();
  }

  @Test
  @Tag("slow")
  void comparesClassesWithCalibration() throws IOException {
    Path out = folder.resolve("out");
    Cli run =
        compare(
            houses(60),
            out,
            "-t",
            "sold",
            "--ignore",
            "visits",
            "-m",
            "map",
            "--test",
            0.3,
            "--calibrate",
            "cross",
            "--quick");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .containsPattern(
            "accuracy +NLL +NLL, calibrated +Brier +ECE +ECE, calibrated +AUROC of errors")
        .containsPattern("\nlogistic-regression +[\\d.]+ %")
        .contains("a held-out share of 0.3 of ");
    assertThat(Files.readString(out.resolve("report.html"))).contains("Scores on a held-out share");
  }

  @Test
  void comparesInTheOrderOfTimeAndByAMask() throws IOException {
    Path data = houses(40);
    Cli run =
        compare(
            data,
            folder.resolve("time"),
            "-t",
            "price",
            "-m",
            "map",
            "--time",
            "year",
            "--folds",
            2,
            "-q");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("2 folds in the order of year of ");
    Path mask = folder.resolve("mask.csv");
    Files.writeString(mask, "0,1\n".repeat(30) + "1,0\n".repeat(10));
    Path out = folder.resolve("mask");
    assertThat(compare(data, out, "-t", "price", "-m", "map", "--fold-mask", mask, "-q").code())
        .isZero();
    assertThat(CsvReader.standard().read(out.resolve("fits.csv")).numRows()).isEqualTo(4);
  }

  /** As after a kill: some fits are done, others are not, and no table is there. */
  @Test
  @Tag("slow")
  void goesOnWhereItWasAndEndsInTheSameTable() throws IOException {
    Path data = houses(40);
    Object[] args = {"-t", "price", "-m", "sghmc,mc-dropout", "--folds", 3};
    Path whole = folder.resolve("whole");
    assertThat(compare(data, whole, args).code()).isZero();
    List<String> expected = untimed(whole);
    String kept = Files.readString(whole.resolve("fits/map-2.json"));
    for (String file : List.of("comparison.csv", "report.html", "fits.csv")) {
      Files.delete(whole.resolve(file));
    }
    for (String fit : List.of("map-1", "sghmc-2", "sghmc-3", "least-squares-3", "mc-dropout-1")) {
      Files.delete(whole.resolve("fits/" + fit + ".json"));
    }
    Cli again = compare(data, whole, args);
    assertThat(again.err())
        .contains("compare: going on in " + whole + ", where 7 of 12 fits are done");
    assertThat(untimed(whole)).isEqualTo(expected);
    assertThat(Files.readString(whole.resolve("fits/map-2.json"))).isEqualTo(kept);

    // Other methods are added; other settings begin anew.
    Cli more = compare(data, whole, "-t", "price", "-m", "sghmc,vi-local", "--folds", 3);
    assertThat(more.err()).contains("where 9 of 12 fits are done");
    Cli other = compare(data, whole, "-t", "price", "-m", "map", "--folds", 3, "--seed", 1);
    assertThat(other.err()).doesNotContain("going on");
    try (Stream<Path> files = Files.list(whole.resolve("fits"))) {
      assertThat(files).hasSize(6);
    }
  }

  /** Killed by the system at some moment, with checkpoints and fits half-way. */
  @Test
  @Tag("slow")
  void aKilledProcessIsGoneOnWith() throws IOException, InterruptedException {
    Path data = houses(60);
    Path killed = folder.resolve("killed");
    List<String> words =
        Stream.of(
                "compare",
                data,
                "--hidden",
                5,
                "--effort",
                0.1,
                "--threads",
                2,
                "--out",
                killed,
                "-t",
                "price",
                "-m",
                "mc-dropout",
                "--folds",
                4)
            .map(String::valueOf)
            .toList();
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(words);
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log()).start();
    // Until several fits are done; a fast machine may have finished them all.
    while (process.isAlive() && numFits(killed) < 4) {
      Thread.sleep(20);
    }
    process.destroyForcibly().waitFor();
    int done = numFits(killed);
    assertThat(done).as(Files.readString(log().toPath())).isGreaterThanOrEqualTo(4);

    Cli again = Cli.run(words.toArray());
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.err()).contains(" of 12 fits are done");
    List<Object> uninterrupted = new ArrayList<>(words);
    Path whole = folder.resolve("whole");
    uninterrupted.set(words.indexOf(killed.toString()), whole);
    assertThat(Cli.run(uninterrupted.toArray()).code()).isZero();
    assertThat(untimed(killed)).isEqualTo(untimed(whole));
    assertThat(killed.resolve("checkpoint")).doesNotExist();
  }

  private File log() {
    return folder.resolve("killed.log").toFile();
  }

  private static int numFits(Path out) throws IOException {
    Path fits = out.resolve("fits");
    if (!Files.isDirectory(fits)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(fits)) {
      return (int) files.filter(file -> file.toString().endsWith(".json")).count();
    }
  }

  @Test
  void aMethodThatRefusesIsListedWithItsReason() throws IOException {
    // 35 inputs and 100 units make more parameters than a full covariance is for.
    StringBuilder text = new StringBuilder("a,b,y\n");
    for (int i = 0; i < 60; i++) {
      text.append(i % 20).append('x').append(',').append(i % 15).append('z');
      text.append(',').append(i * 0.37).append('\n');
    }
    Path data = Files.writeString(folder.resolve("wide.csv"), text);
    Path out = folder.resolve("out");
    Cli run =
        Cli.run(
            "compare",
            data,
            "-t",
            "y",
            "-m",
            "vi-full",
            "--test",
            0.2,
            "--effort",
            0.01,
            "--hidden",
            100,
            "--out",
            out,
            "-q");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).containsPattern("\nvi-full refused: .*2,?000");
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("Methods that did not serve this task");
    assertThat(Files.readAllLines(out.resolve("comparison.csv")))
        .anyMatch(line -> line.startsWith("vi-full,,,"));
  }

  private static void assertFails(int code, Cli run, String message) {
    assertThat(run.message()).isEqualTo(message);
    assertThat(run.code()).isEqualTo(code);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void saysInOneLineWhatIsWrong() throws IOException {
    Path data = folder.resolve("t.csv");
    Files.writeString(data, "area,flat,none,one,price\n1,2,,a,3\n2,2,,a,4\n3,2,,a,6\n4,2,,a,7\n");
    Path out = folder.resolve("out");
    assertFails(
        2,
        compare(data, out, "-t", "prize", "-q"),
        "--target: expected one of [area, flat, none, one, price], got 'prize'; did you mean"
            + " price?");
    assertFails(
        2,
        compare(data, out, "-t", "flat", "-q"),
        data + ": column flat: expected at least two different values, got 2 in all rows");
    assertFails(
        2,
        compare(data, out, "-t", "none", "-q"),
        data + ": column none: expected at least two different values, got none in 4 rows");
    assertFails(
        2,
        compare(data, out, "-t", "one", "-q"),
        data + ": column one: expected at least two different values, got a in all rows");
    assertFails(
        2,
        compare(data, out, "-t", "price", "-q"),
        "--folds: expected an integer in [2, 4], as there are 4 rows, got 10");
    assertFails(
        2,
        compare(data, out, "-t", "price", "--folds", 2, "--test", 0.2),
        "--test: expected one of --test and --folds, got both");
    assertFails(
        2,
        compare(data, out, "-t", "price", "--test", 1),
        "--test: expected a value in (0, 1), got 1.0");
    assertThat(compare(data, out, "-t", "price", "-m", "mapp").message())
        .startsWith("--methods: expected all, or some of [map, ")
        .endsWith("], got 'mapp'; did you mean map?");
    assertThat(out).doesNotExist();
  }

  @Test
  void saysInOneLineWhatIsWrongWithAMask() throws IOException {
    Path data = houses(10);
    Path out = folder.resolve("out");
    Path mask = folder.resolve("mask.csv");
    Object[] args = {"-t", "price", "--fold-mask", mask, "-q"};
    assertFails(2, compare(data, out, args), "--fold-mask: expected a file, got " + mask);
    Files.writeString(mask, "0,1\n1,0\n");
    assertFails(2, compare(data, out, args), mask + ": expected 10 rows as in " + data + ", got 2");
    Files.writeString(mask, "0,1\n".repeat(9) + "2,0\n");
    assertFails(2, compare(data, out, args), mask + ":10: column c1: expected 0 or 1, got 2.0");
    Files.writeString(mask, "0,1\n".repeat(9) + "0,0\n");
    assertFails(
        2,
        compare(data, out, args),
        mask + ": column c1: expected training rows (0) and test rows (1), got no test rows");
    assertFails(
        2,
        compare(data, out, "-t", "price", "--fold-mask", mask, "--folds", 3),
        "--fold-mask: expected no other way to divide the rows, got --folds");
  }

  @Test
  void twoRunsNeverShareAFolder() throws IOException {
    Path out = folder.resolve("out");
    try (OutputFolder held = OutputFolder.open(out, "--out")) {
      assertFails(
          1,
          compare(houses(20), held.path(), "-t", "price", "-m", "map", "-q"),
          "--out: expected a folder no other run is writing to, got "
              + out
              + ", in use by another run of this process; wait for it or choose another folder");
    }
  }
}
