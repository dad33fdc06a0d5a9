package org.jeffreys.cli.sample;

import java.io.Writer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jeffreys.app.sbc.CalibrationResult;
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
import org.jeffreys.diagnostic.SimulationBasedCalibration.EcdfBand;
import org.jeffreys.store.OutputFolder;

/**
 * The files of a calibration.
 *
 * @param settings of the sampler
 * @param result what simulations showed
 * @param numDraws that parameters were ranked among
 */
record SbcFiles(SampleSettings settings, CalibrationResult result, int numDraws, double seconds) {
  static final List<String> HEADER = List.of("number", "p", "mean rank", "spread");

  private static final double ALPHA = 0.05;
  private static final int MOST_CHARTS = 40;
  private static final int MOST_ROWS = 200;
  private static final int MOST_NAMES = 8;
  private static final int HEIGHT = 280;
  private static final double TOO_FAR = 0.05;

  void write(OutputFolder folder) {
    folder.writeText("ranks.csv", this::csv);
    folder.writeText("metrics.json", metrics().json());
    folder.writeText("report.html", html());
  }

  static List<String> cells(CalibrationResult.Parameter one) {
    return List.of(
        one.name(),
        String.format(Locale.ROOT, "%.3f", one.calibration().ecdfPvalue()),
        String.format(Locale.ROOT, "%.3f", one.meanRank()),
        String.format(Locale.ROOT, "%.2f", one.spread()));
  }

  /** One sentence each. */
  static List<String> warnings(CalibrationResult result) {
    List<String> warnings = new ArrayList<>();
    List<CalibrationResult.Parameter> failing = result.failing();
    if (!failing.isEmpty()) {
      String names =
          failing.stream()
              .limit(MOST_NAMES)
              .map(each -> each.name() + " (" + how(each) + ")")
              .collect(Collectors.joining(", "));
      int more = failing.size() - MOST_NAMES;
      warnings.add(
          "ranks are not uniform: "
              + names
              + (more > 0 ? " and " + more + " more" : "")
              + "; the draws are not from the posterior of this program");
    }
    if (result.numFew() > 0) {
      warnings.add(
          result.numFew()
              + " simulations have fewer effective draws than they are ranked among; give more"
              + " --samples, or fewer --draws");
    }
    if (!result.failures().isEmpty()) {
      warnings.add(
          result.failures().size()
              + " simulations failed and are left out, so that ranks may be uneven; "
              + result.failures().get(0));
    }
    return warnings;
  }

  private static String how(CalibrationResult.Parameter one) {
    if (Math.abs(one.meanRank() - 0.5) > TOO_FAR) {
      return one.meanRank() < 0.5 ? "draws too great" : "draws too small";
    }
    return one.spread() > 1 ? "draws too close together" : "draws too far apart";
  }

  private void csv(Writer out) {
    List<String> names = result.parameters().stream().map(each -> each.name()).toList();
    CsvRows rows = new CsvRows(out, names.toArray(String[]::new));
    for (int i = 0; i < result.numSimulations(); i++) {
      for (CalibrationResult.Parameter each : result.parameters()) {
        rows.add((long) each.calibration().ranks().get(i));
      }
      rows.end();
    }
  }

  private Metrics metrics() {
    Metrics metrics =
        Metrics.empty()
            .put("command", "sbc")
            .put("version", Version.number())
            .put("model", settings.model())
            .put("method", settings.method().toString())
            .put("seed", settings.seed())
            .put("numChains", settings.numChains())
            .put("numWarmup", settings.numWarmup())
            .put("numSamples", settings.numSamples())
            .put("numSimulations", result.numSimulations())
            .put("numFailed", result.failures().size())
            .put("numFew", result.numFew())
            .put("numDraws", numDraws)
            .put("seconds", seconds)
            .put("failing", result.failing().size());
    Metrics parameters = metrics.section("parameters");
    for (CalibrationResult.Parameter each : result.parameters()) {
      parameters
          .section(each.name())
          .put("pvalue", each.calibration().ecdfPvalue())
          .put("meanRank", each.meanRank())
          .put("spread", each.spread());
    }
    return metrics;
  }

  private String html() {
    List<CalibrationResult.Parameter> worst =
        result.parameters().stream()
            .sorted(Comparator.comparingDouble(each -> each.calibration().ecdfPvalue()))
            .toList();
    ReportPage page = ReportPage.titled("Is " + settings.model() + " sampled right?", lead());
    page.keyFigure("simulations", NumberText.count(result.numSimulations()), "with data of each");
    page.keyFigure("failing", NumberText.count(result.failing().size()), "numbers, should be 0");
    page.keyFigure(
        "least p",
        String.format(Locale.ROOT, "%.3f", worst.get(0).calibration().ecdfPvalue()),
        "of " + NumberText.count(result.parameters().size()) + " numbers");
    page.keyFigure("time", NumberText.significant(seconds, 3) + " s", "of this process");
    List<String> warnings = warnings(result);
    if (!warnings.isEmpty()) {
      page.section("Warnings");
      warnings.forEach(each -> page.paragraph(each + "."));
    }
    page.section("Ranks")
        .paragraph(
            "How far the cumulative distribution of ranks lies above that of uniform ones; the"
                + " band holds all of it for 95 of 100 right samplers. A hill on the left and a"
                + " valley on the right: the draws are too close together; the other way round: too"
                + " far apart; a hill alone: too great; a valley alone: too small. The least even"
                + " ranks come first.");
    charts(page, worst);
    Table table = Table.of("All numbers", HEADER.toArray(String[]::new));
    result.parameters().stream()
        .limit(MOST_ROWS)
        .forEach(each -> table.row(cells(each).toArray(String[]::new)));
    page.section("Numbers")
        .table(table)
        .paragraph(
            "p is the probability of ranks that stray as far, were they uniform. The mean rank is"
                + " 0.5 for a right sampler; the spread is the variance of ranks over that of"
                + " uniform ones. A number fails where p is below 0.05 over the count of numbers."
                + " ranks.csv has the ranks of each simulation.");
    return page.html();
  }

  private String lead() {
    String verdict =
        result.failing().isEmpty() ? "Nothing speaks against it." : "It is not: read the warnings.";
    return String.format(
        Locale.ROOT,
        "%,d times parameters were drawn from the prior and data from the program, and %s was given"
            + " the data. %s",
        result.numSimulations(),
        settings.method(),
        verdict);
  }

  private static void charts(ReportPage page, List<CalibrationResult.Parameter> worst) {
    EcdfBand band = worst.get(0).calibration().ecdfBand(ALPHA);
    List<Chart> row = new ArrayList<>();
    for (CalibrationResult.Parameter each : worst.subList(0, Math.min(MOST_CHARTS, worst.size()))) {
      row.add(chart(each.name(), each.calibration().ecdfIn(band)));
      if (row.size() == 2) {
        page.charts(row, HEIGHT);
        row = new ArrayList<>();
      }
    }
    if (!row.isEmpty()) {
      page.charts(row, HEIGHT);
    }
  }

  private static Chart chart(String name, EcdfBand band) {
    Doubles points = around(band.points(), 0, 1);
    return Chart.titled(
            name, "The cumulative distribution of ranks less the uniform one, in its 95 % band.")
        .axes(Axis.linear("rank / draws").range(0, 1), Axis.linear("difference"))
        .band(
            "95 %",
            points,
            less(band.lower(), band.points()),
            less(band.upper(), band.points()),
            Look.of(Hue.GREY).opacity(0.25))
        .line("ranks", points, less(band.ecdf(), band.points()), Look.of(Hue.BLUE))
        .build();
  }

  private static Doubles around(Doubles inner, double first, double last) {
    double[] all = new double[inner.size() + 2];
    System.arraycopy(inner.toArray(), 0, all, 1, inner.size());
    all[0] = first;
    all[all.length - 1] = last;
    return Doubles.of(all);
  }

  private static Doubles less(Doubles shares, Doubles points) {
    double[] differences = shares.toArray();
    for (int i = 0; i < differences.length; i++) {
      differences[i] -= points.get(i);
    }
    return around(Doubles.of(differences), 0, 0);
  }
}
