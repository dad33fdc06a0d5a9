package org.jeffreys.cli.table;

import static org.jeffreys.cli.report.NumberText.count;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jeffreys.cli.CommonOptions;
import org.jeffreys.cli.report.Metrics;
import org.jeffreys.cli.report.TextTable;
import org.jeffreys.core.Check;
import org.jeffreys.store.ModelFile;
import org.jeffreys.store.WholeFile;
import org.jeffreys.table.ClassTarget;
import org.jeffreys.table.CsvReader;
import org.jeffreys.table.Table;
import org.jeffreys.table.TableModel;
import org.jeffreys.table.TableScore;
import org.jeffreys.table.TableScores;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jeffreys evaluate}: the scores of a saved model on rows with their targets. */
@Command(
    name = "evaluate",
    description = {
      "Judge a model of jeffreys fit by rows that it has not seen, with their targets.",
      "",
      "Prints how far its predictions were off, and whether what it says of its own uncertainty is true.",
      ""
    })
public final class EvaluateCommand implements Callable<Integer> {
  private static final String STANDARD_OUTPUT = "-";

  @Mixin private final CommonOptions common = new CommonOptions();

  @Parameters(index = "0", paramLabel = "MODEL", description = "A model file, of jeffreys fit.")
  private Path model = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "DATA",
      description = "A CSV file with the columns of training, the target included.")
  private Path data = Path.of("");

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the scores to this file as JSON; - for standard output, with no table.")
  private @Nullable String json;

  /** Made by the registry. */
  public EvaluateCommand() {}

  @Override
  public Integer call() {
    Check.require(
        Files.isRegularFile(model),
        "MODEL",
        "a model file",
        model.toString().isEmpty() ? "nothing" : model);
    Check.require(Files.isRegularFile(data), "DATA", "a CSV file", data);
    try (TableModel read = ModelFile.readTable(model)) {
      Table rows = labelled(read);
      TableScores scores = TableScores.of(read, rows);
      tellNotes(read, rows);
      write(read, rows, scores);
    }
    return 0;
  }

  /** The rows that have their targets. */
  private Table labelled(TableModel read) {
    Table all = read.schema().read(data, CsvReader.Settings.standard());
    List<String> targets = read.target().names();
    for (String name : targets) {
      Check.require(
          all.has(name), data.toString(), "the target '" + name + "' among its columns", "none");
    }
    int[] kept =
        IntStream.range(0, all.numRows())
            .filter(row -> targets.stream().noneMatch(name -> all.column(name).isMissing(row)))
            .toArray();
    Check.require(kept.length > 0, data.toString(), "at least one row with its target", "none");
    int dropped = all.numRows() - kept.length;
    if (dropped > 0) {
      note(count(dropped) + (dropped == 1 ? " row" : " rows") + " without a target left out");
    }
    return all.rows(kept);
  }

  private void tellNotes(TableModel read, Table rows) {
    read.schema().encode(rows).notes().forEach(each -> note(each.message()));
    if (read.target() instanceof ClassTarget classes) {
      classes.notes(rows).forEach(this::note);
    }
  }

  private void note(String text) {
    if (!common.quiet()) {
      common.err().println("evaluate: " + text);
    }
  }

  private void write(TableModel read, Table rows, TableScores scores) {
    if (!STANDARD_OUTPUT.equals(json)) {
      print(read, rows, scores);
    }
    if (json != null) {
      String text = metrics(read, rows, scores).json();
      if (json.equals(STANDARD_OUTPUT)) {
        common.out().print(text);
        common.out().flush();
      } else {
        WholeFile.write(Path.of(json), out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
      }
    }
  }

  private void print(TableModel read, Table rows, TableScores scores) {
    common
        .out()
        .println(
            String.join(", ", read.target().names())
                + " of "
                + count(rows.numRows())
                + (rows.numRows() == 1 ? " row" : " rows")
                + " by "
                + read.method());
    TextTable table = TextTable.of(Set.of(1), List.of("score", "value", "what it is"));
    for (Map.Entry<TableScore, Double> each : scores.values().entrySet()) {
      TableScore score = each.getKey();
      table.row(List.of(score.title(), ScoreText.value(score, each.getValue()), score.summary()));
    }
    table.print(common.out());
  }

  private Metrics metrics(TableModel read, Table rows, TableScores scores) {
    Metrics metrics =
        Metrics.empty()
            .put("model", model.toString())
            .put("data", data.toString())
            .put("target", String.join(",", read.target().names()))
            .put("method", read.method())
            .put("rows", (long) rows.numRows());
    Metrics section = metrics.section("scores");
    scores.values().forEach((score, value) -> section.put(score.code(), value));
    return metrics;
  }
}
