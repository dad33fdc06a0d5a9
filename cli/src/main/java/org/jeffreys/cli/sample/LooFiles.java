package org.jeffreys.cli.sample;

import java.io.Writer;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jeffreys.cli.Version;
import org.jeffreys.cli.report.Axis;
import org.jeffreys.cli.report.Chart;
import org.jeffreys.cli.report.CsvRows;
import org.jeffreys.cli.report.Hue;
import org.jeffreys.cli.report.Look;
import org.jeffreys.cli.report.Metrics;
import org.jeffreys.cli.report.NumberText;
import org.jeffreys.cli.report.ReportPage;
import org.jeffreys.cli.report.Table;
import org.jeffreys.core.Doubles;
import org.jeffreys.diagnostic.Psis;
import org.jeffreys.store.OutputFolder;

/**
 * The files of a comparison.
 *
 * @param comparison of runs
 */
record LooFiles(SampleComparison comparison) {
  static final List<String> HEADER =
      List.of("run", "elpd", "se", "difference", "se of it", "weight", "p", "max k", "k too great");

  void write(OutputFolder folder) {
    folder.writeText("comparison.csv", this::csv);
    folder.writeText("metrics.json", metrics().json());
    folder.writeText("report.html", html());
  }

  static List<String> cells(SampleComparison.Run run) {
    boolean isBest = run.difference() == 0 && run.differenceError() == 0;
    return List.of(
        run.name(),
        NumberText.significant(run.loo().total(), 5),
        NumberText.significant(run.loo().standardError(), 2),
        isBest ? "0" : NumberText.significant(run.difference(), 3),
        isBest ? "–" : NumberText.significant(run.differenceError(), 2),
        String.format(Locale.ROOT, "%.3f", run.weight()),
        NumberText.significant(run.loo().effectiveParameters(), 3),
        NumberText.significant(run.loo().khat().max(), 2),
        NumberText.count(run.loo().numUnreliable()));
  }

  private void csv(Writer out) {
    CsvRows rows =
        new CsvRows(
            out,
            "run",
            "program",
            "method",
            "elpd",
            "se",
            "difference",
            "difference_se",
            "weight",
            "p",
            "khat_max",
            "unreliable");
    for (SampleComparison.Run run : comparison.runs()) {
      rows.add(run.name()).add(run.program()).add(run.method());
      rows.add(run.loo().total()).add(run.loo().standardError());
      rows.add(run.difference()).add(run.differenceError()).add(run.weight());
      rows.add(run.loo().effectiveParameters()).add(run.loo().khat().max());
      rows.add(run.loo().numUnreliable()).end();
    }
  }

  private Metrics metrics() {
    Metrics metrics = Metrics.empty().put("command", "loo").put("version", Version.number());
    metrics.put("numObservations", comparison.observations().size());
    Metrics runs = metrics.section("runs");
    for (SampleComparison.Run run : comparison.runs()) {
      runs.section(run.name())
          .put("program", run.program())
          .put("method", run.method())
          .put("elpd", run.loo().total())
          .put("se", run.loo().standardError())
          .put("difference", run.difference())
          .put("differenceError", run.differenceError())
          .put("weight", run.weight())
          .put("p", run.loo().effectiveParameters())
          .put("khatMax", run.loo().khat().max())
          .put("numUnreliable", run.loo().numUnreliable())
          .put("numDraws", run.loo().numDraws());
    }
    return metrics;
  }

  String html() {
    SampleComparison.Run best = comparison.runs().get(0);
    ReportPage page = ReportPage.titled("Which program predicts best?", lead(best));
    List<String> warnings = comparison.warnings();
    if (!warnings.isEmpty()) {
      page.section("Warnings");
      warnings.forEach(warning -> page.paragraph(warning + "."));
    }
    Table table = Table.of("Leave-one-out, in nats", HEADER.toArray(String[]::new));
    comparison.runs().forEach(run -> table.row(cells(run).toArray(String[]::new)));
    page.section("Estimates")
        .table(table)
        .paragraph(
            "elpd is the log density that is expected of new data as many as these; differences"
                + " are to the best run, with standard errors by observations in pairs. Weights are"
                + " those with which the runs' predictions together are best (stacking).");
    page.section("Observations").chart(pareto());
    if (comparison.runs().size() > 1) {
      int rows = comparison.runs().size() - 1;
      page.section("Differences").chart(differences(), 180 + 26 * rows);
      page.chart(pointwise(best, comparison.runs().get(1)));
    }
    return page.html();
  }

  private String lead(SampleComparison.Run best) {
    return String.format(
        Locale.ROOT,
        "%d runs on the same %s observations. %s is expected to predict new ones best: %s ± %s"
            + " nats.",
        comparison.runs().size(),
        NumberText.count(comparison.observations().size()),
        best.name(),
        NumberText.significant(best.loo().total(), 5),
        NumberText.significant(best.loo().standardError(), 2));
  }

  private Chart differences() {
    List<SampleComparison.Run> others = comparison.runs().subList(1, comparison.runs().size());
    List<String> names = others.stream().map(SampleComparison.Run::name).toList();
    Doubles places = Doubles.of(IntStream.range(0, names.size()).mapToDouble(i -> i));
    return Chart.titled(
            "Behind the best", "Differences of elpd to the best run, and twice their errors.")
        .axes(Axis.linear("difference").in("nats"), Axis.names(names))
        .spans(
            "± 2 se",
            Doubles.of(others.stream().mapToDouble(r -> r.difference() - 2 * r.differenceError())),
            Doubles.of(others.stream().mapToDouble(r -> r.difference() + 2 * r.differenceError())),
            places,
            Look.of(Hue.BLUE).opacity(0.6))
        .scatter(
            "difference",
            Doubles.of(others.stream().mapToDouble(SampleComparison.Run::difference)),
            places,
            Look.of(Hue.INK).size(6))
        .verticalLine("equal", 0)
        .build();
  }

  private static Chart pointwise(SampleComparison.Run best, SampleComparison.Run next) {
    int count = best.loo().numObservations();
    Doubles numbers = Doubles.of(IntStream.rangeClosed(1, count).mapToDouble(i -> i));
    Doubles gains =
        Doubles.of(
            IntStream.range(0, count)
                .mapToDouble(i -> best.loo().pointwise().get(i) - next.loo().pointwise().get(i)));
    return Chart.titled(
            best.name() + " less " + next.name(),
            "Which observations the best run predicts better, above 0, or worse.")
        .axes(Axis.whole("observation"), Axis.linear("difference of elpd").in("nats"))
        .scatter("observations", numbers, gains, Look.of(Hue.BLUE).size(5).opacity(0.7))
        .horizontalLine("equal", 0)
        .build();
  }

  private Chart pareto() {
    int count = comparison.observations().size();
    Doubles numbers = Doubles.of(IntStream.rangeClosed(1, count).mapToDouble(i -> i));
    Doubles khats =
        Doubles.of(comparison.runs().stream().flatMapToDouble(run -> run.loo().khat().stream()));
    Chart.Builder chart =
        Chart.titled("Pareto k", "Above the line an estimate fails for the observation.")
            .axes(Axis.whole("observation"), FitCharts.paretoAxis(khats));
    for (int i = 0; i < comparison.runs().size(); i++) {
      SampleComparison.Run run = comparison.runs().get(i);
      Look look = Look.of(Hue.cycle(i)).size(5).opacity(0.7);
      chart.scatter(run.name(), numbers, run.loo().khat(), look);
    }
    double threshold =
        comparison.runs().stream()
            .mapToDouble(run -> Psis.threshold(run.loo().numDraws()))
            .min()
            .orElseThrow();
    return chart.horizontalLine("threshold", threshold).build();
  }
}
