package org.jeffreys.cli.table;

import static org.jeffreys.cli.report.NumberText.count;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jeffreys.cli.report.Chart;
import org.jeffreys.cli.report.ReportPage;
import org.jeffreys.cli.report.Table;
import org.jeffreys.table.LinearBaseline;
import org.jeffreys.table.TableScore;
import org.jeffreys.table.TargetKind;
import org.jeffreys.table.TargetSchema;

/** {@code report.html} of a comparison. */
record ComparisonReport(Comparison comparison, ComparisonTable table, String division) {
  String html() {
    ReportPage page = ReportPage.titled(title(), lead());
    tiles(page);
    page.section("All methods on the same rows")
        .table(scores())
        .paragraph(
            (isFolded()
                    ? "Bold is best. A ~ marks what is no worse than the best by more than one"
                        + " standard error of their difference over the folds: the data do not tell"
                        + " them apart. After ± stands the standard error of the mean over the"
                        + " folds; since folds share training rows it is rather too small."
                    : "Bold is best. Rows divided once give no standard errors: --folds does.")
                + (isCalibrated()
                    ? ""
                    : " The option --calibrate cross adds what intervals and probabilities come to"
                        + " after calibration, at six times the cost."));
    refusals(page);
    charts(page);
    scoresExplained(page);
    page.section("How it was made")
        .paragraph(
            "Every method had the same training rows and the same network; rows that are predicted"
                + " were not seen in training. fits.csv has the scores of each fold,"
                + " comparison.csv this table with all digits.")
        .listing(settings());
    return page.html();
  }

  private TargetSchema target() {
    return comparison.task().target();
  }

  private boolean isFolded() {
    return comparison.folds().size() > 1;
  }

  private boolean isCalibrated() {
    return table.has(TableScore.COVERAGE_90_CALIBRATED) || table.has(TableScore.NLL_CALIBRATED);
  }

  private String title() {
    return "Which method predicts " + String.join(", ", target().names()) + " best?";
  }

  private String lead() {
    String baseline = LinearBaseline.name(target());
    Optional<String> best = table.best(TableScore.NLL);
    String start =
        String.format(
            Locale.ROOT,
            "%d methods, %s rows of %s, %s.",
            table.methods().size(),
            count(comparison.task().table().numRows()),
            comparison.task().table().source(),
            division);
    if (best.isEmpty()) {
      return start;
    }
    String nll = ScoreText.mean(TableScore.NLL, table.mean(best.get(), TableScore.NLL));
    String against =
        best.get().equals(baseline) || !table.methods().contains(baseline)
            ? ""
            : " against "
                + ScoreText.mean(TableScore.NLL, table.mean(baseline, TableScore.NLL))
                + " of "
                + baseline;
    return start
        + " By what their whole distributions say of the truth, "
        + best.get()
        + " is best: a negative log likelihood of "
        + nll
        + " nats a row"
        + against
        + ".";
  }

  private void tiles(ReportPage page) {
    for (TableScore score :
        List.of(
            TableScore.ACCURACY,
            TableScore.RMSE,
            TableScore.NLL,
            TableScore.CRPS,
            TableScore.COVERAGE_90,
            TableScore.ECE)) {
      table
          .best(score)
          .filter(method -> table.has(score))
          .ifPresent(
              method ->
                  page.keyFigure(
                      (score == TableScore.COVERAGE_90 ? "nearest to its level: " : "best ")
                          + score.title(),
                      ScoreText.rounded(score, table.mean(method, score)),
                      "by " + method));
    }
  }

  private Table scores() {
    List<TableScore> shown = ScoreText.shown(table);
    List<String> header = new ArrayList<>(List.of("method"));
    shown.forEach(score -> header.add(score.title()));
    header.add("seconds a fit");
    Table rows =
        Table.of(
            isFolded()
                ? "Means over " + division + " and their standard errors"
                : "Scores on " + division,
            header.toArray(String[]::new));
    for (String method : table.methods()) {
      List<String> cells = new ArrayList<>(List.of(method));
      for (TableScore score : shown) {
        boolean close = table.standing(method, score) == ComparisonTable.Standing.CLOSE;
        cells.add(ScoreText.mean(score, table.mean(method, score)) + (close ? "~" : ""));
      }
      cells.add(ScoreText.mean(table.seconds(method)));
      rows.row(cells.toArray(String[]::new));
      for (int i = 0; i < shown.size(); i++) {
        if (table.standing(method, shown.get(i)) == ComparisonTable.Standing.BEST) {
          rows.strong(i + 1);
        }
      }
    }
    return rows;
  }

  private void refusals(ReportPage page) {
    if (table.refusals().isEmpty()) {
      return;
    }
    Table rows = Table.of("Methods that did not serve this task", "method", "reason");
    table.refusals().forEach(each -> rows.row(each.method(), each.reason()));
    page.table(rows);
  }

  private void charts(ReportPage page) {
    String unit = target().names().size() == 1 ? target().names().get(0) : "";
    boolean hasUnit = target().kind() != TargetKind.CLASSES;
    ComparisonCharts charts =
        new ComparisonCharts(
            table,
            List.of(LinearBaseline.name(target()), "map"),
            hasUnit ? "units of " + unit : "");
    page.section("Score by score")
        .paragraph(
            "The methods stand in the order of the table. Grey are the baselines: "
                + LinearBaseline.name(target())
                + ", and map, the same network without any uncertainty about its weights. Bars are"
                + " one standard error to each side; what is far behind is drawn at the edge, in"
                + " orange.");
    List<Chart> all = charts.all();
    for (int i = 0; i < all.size(); i += 2) {
      page.charts(all.subList(i, Math.min(all.size(), i + 2)), charts.height());
    }
  }

  private void scoresExplained(ReportPage page) {
    Table rows = Table.of("The scores", "score", "what it is", "good is");
    for (TableScore score : ScoreText.shown(table)) {
      rows.row(score.title(), score.summary(), good(score));
    }
    rows.row(
        "seconds a fit", "time of one fit beside the others, its calibration included", "little");
    page.section("What the scores say").table(rows);
  }

  private static String good(TableScore score) {
    return switch (score) {
      case COVERAGE_50 -> "50 %";
      case COVERAGE_90, COVERAGE_90_CALIBRATED -> "90 %";
      case COVERAGE_95 -> "95 %";
      case ACCURACY, AUROC_OF_ERRORS -> "much";
      default -> "little";
    };
  }

  private String settings() {
    return comparison.fingerprint().replaceAll(" (?=[a-z]+=)", "\n");
  }
}
