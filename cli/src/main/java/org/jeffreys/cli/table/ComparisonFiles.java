package org.jeffreys.cli.table;

import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import org.jeffreys.cli.report.CsvRows;
import org.jeffreys.store.OutputFolder;
import org.jeffreys.table.TableScore;

/** The files of a comparison. */
record ComparisonFiles(ComparisonTable table, List<FitOutcome> outcomes, ComparisonReport report) {
  ComparisonFiles {
    outcomes = List.copyOf(outcomes);
  }

  void write(OutputFolder folder) {
    folder.writeText("fits.csv", this::fits);
    folder.writeText("comparison.csv", this::methods);
    folder.writeText("report.html", report.html());
  }

  private void methods(Writer out) {
    List<TableScore> scores = table.scores();
    List<String> header = new ArrayList<>(List.of("method"));
    scores.forEach(score -> header.addAll(List.of(score.code(), score.code() + "Se")));
    header.addAll(List.of("seconds", "secondsSe", "refusal"));
    CsvRows rows = new CsvRows(out, header.toArray(String[]::new));
    for (String method : table.methods()) {
      rows.add(method);
      scores.forEach(score -> add(rows, table.mean(method, score)));
      add(rows, table.seconds(method));
      rows.add("").end();
    }
    for (ComparisonTable.Refusal refusal : table.refusals()) {
      rows.add(refusal.method());
      for (int cell = 0; cell < 2 * scores.size() + 2; cell++) {
        rows.add("");
      }
      rows.add(refusal.reason()).end();
    }
  }

  private static void add(CsvRows rows, FoldMean mean) {
    rows.add(mean.value()).add(mean.standardError());
  }

  private void fits(Writer out) {
    List<TableScore> scores = table.scores();
    List<String> header = new ArrayList<>(List.of("method", "fold"));
    scores.forEach(score -> header.add(score.code()));
    header.addAll(List.of("seconds", "refusal"));
    CsvRows rows = new CsvRows(out, header.toArray(String[]::new));
    for (FitOutcome outcome : outcomes) {
      rows.add(outcome.method()).add(outcome.fold());
      for (TableScore score : scores) {
        if (outcome.isRefused()) {
          rows.add("");
        } else {
          rows.add(outcome.scores().get(score));
        }
      }
      if (outcome.isRefused()) {
        rows.add("");
      } else {
        rows.add(outcome.seconds());
      }
      rows.add(outcome.refusal()).end();
    }
  }
}
