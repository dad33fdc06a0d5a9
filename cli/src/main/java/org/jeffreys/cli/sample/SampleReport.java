package org.jeffreys.cli.sample;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jeffreys.cli.report.NumberText;
import org.jeffreys.cli.report.ReportPage;
import org.jeffreys.cli.report.Table;
import org.jeffreys.diagnostic.ParameterSummary;
import org.jeffreys.ppl.Model;
import org.jeffreys.ppl.ProgramGraph;
import org.jeffreys.ppl.ProgramLayout;

/**
 * {@code report.html} of a run.
 *
 * @param result what came out
 * @param model that was sampled
 * @param fit what it makes of its data
 */
record SampleReport(SampleResult result, Model model, ObservedFit fit) {
  private static final int MOST_ROWS = 200;
  private static final int MOST_SPANS = 40;
  private static final int MOST_TRACES = 6;
  private static final int MOST_NODES = 60;
  private static final int HEIGHT = 300;

  String html() {
    SampleCharts charts = new SampleCharts(result);
    ReportPage page = ReportPage.titled("The posterior of " + result.settings().model(), lead());
    figures(page);
    List<String> warnings = result.summary().warnings();
    if (!warnings.isEmpty()) {
      page.section("Warnings");
      warnings.forEach(page::paragraph);
    }
    page.section("Summary").table(table());
    List<Integer> columns = all();
    List<Integer> spans = columns.subList(0, Math.min(MOST_SPANS, columns.size()));
    page.chart(charts.forest(spans), 180 + 22 * spans.size());
    List<Integer> worst = worst();
    page.section("Chains")
        .paragraph(
            "The numbers with the fewest effective draws come first: where these have mixed, as a rule"
                + " the"
                + " others have.");
    for (int column : worst) {
      page.charts(List.of(charts.trace(column), charts.ranks(column)), HEIGHT);
    }
    pairs(page, charts, worst);
    if (result.energy() != null) {
      page.section("Energy").chart(charts.energy());
    }
    new FitSections(fit).add(page);
    page.section("The program").table(sites());
    graph(page);
    return page.html();
  }

  private void graph(ReportPage page) {
    ProgramGraph graph = model.render();
    if (graph.nodes().size() <= MOST_NODES) {
      page.drawing("What depends on what", graph.description(), graph.svg());
    }
  }

  private String lead() {
    SampleSettings settings = result.settings();
    String trusted =
        result.summary().warnings().isEmpty()
            ? "Nothing speaks against trusting them."
            : "Read the warnings before you trust them.";
    return String.format(
        Locale.ROOT,
        "%d chains of %,d draws by %s after %,d iterations of warm-up. %s",
        settings.numChains(),
        settings.numSamples(),
        settings.method(),
        settings.numWarmup(),
        trusted);
  }

  private void figures(ReportPage page) {
    page.keyFigure(
        "R-hat", String.format(Locale.ROOT, "%.3f", result.summary().rhatMax()), "1.01 at most");
    long ess = Math.round(result.summary().essBulkMin());
    page.keyFigure("effective draws", NumberText.count(ess), "the fewest, bulk");
    page.keyFigure("divergences", NumberText.count(result.numDivergent()), "should be 0");
    page.keyFigure(
        "time", NumberText.significant(result.seconds(), 3) + " s", "warm-up and sampling");
  }

  private Table table() {
    Table table =
        Table.of(
            "Each number, with how far to trust it",
            SampleText.HEADER.stream().map(h -> h.isEmpty() ? "number" : h).toArray(String[]::new));
    result.summary().parameters().stream()
        .limit(MOST_ROWS)
        .forEach(one -> table.row(SampleText.cells(one).toArray(String[]::new)));
    return table;
  }

  private List<Integer> all() {
    return IntStream.range(0, result.draws().names().size()).boxed().toList();
  }

  private List<Integer> worst() {
    List<ParameterSummary> parameters = result.summary().parameters();
    return all().stream()
        .filter(column -> parameters.get(column).sd() > 0)
        .sorted(Comparator.comparingDouble(column -> parameters.get(column).essBulk()))
        .limit(MOST_TRACES)
        .toList();
  }

  private static void pairs(ReportPage page, SampleCharts charts, List<Integer> worst) {
    if (worst.size() < 2) {
      return;
    }
    page.section("Pairs");
    List<Integer> rest = new ArrayList<>(worst.subList(1, Math.min(5, worst.size())));
    for (int i = 0; i + 1 < rest.size(); i += 2) {
      page.charts(
          List.of(
              charts.pair(worst.get(0), rest.get(i)), charts.pair(worst.get(0), rest.get(i + 1))),
          HEIGHT);
    }
    if (rest.size() % 2 == 1) {
      page.chart(charts.pair(worst.get(0), rest.get(rest.size() - 1)));
    }
  }

  private Table sites() {
    Table table = Table.of("Latent sites, in order", "site", "shape", "values");
    for (ProgramLayout.Slot slot : model.layout().slots()) {
      table.row(slot.name(), slot.shape().toString(), slot.support());
    }
    model.layout().enumerated().forEach(name -> table.row(name, "", "summed out"));
    return table;
  }
}
