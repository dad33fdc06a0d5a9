package org.jeffreys.cli.sample;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jeffreys.cli.report.NumberText;
import org.jeffreys.cli.report.TextTable;
import org.jeffreys.diagnostic.Loo;
import org.jeffreys.diagnostic.ParameterSummary;
import org.jeffreys.diagnostic.Psis;

/** The summary that is printed, as Stan's. */
final class SampleText {
  static final List<String> HEADER =
      List.of("", "mean", "MCSE", "sd", "5 %", "50 %", "95 %", "ESS bulk", "ESS tail", "R-hat");
  private static final int MOST_ROWS = 60;

  private SampleText() {}

  /** The table and the warnings. */
  static void summary(PrintWriter out, SampleResult result) {
    Set<Integer> right = IntStream.range(1, HEADER.size()).boxed().collect(Collectors.toSet());
    TextTable table = TextTable.of(right, HEADER);
    List<ParameterSummary> parameters = result.summary().parameters();
    parameters.stream().limit(MOST_ROWS).forEach(one -> table.row(cells(one)));
    table.print(out);
    if (parameters.size() > MOST_ROWS) {
      out.println("and " + (parameters.size() - MOST_ROWS) + " more in metrics.json");
    }
    result.summary().warnings().forEach(warning -> out.println("warning: " + warning));
    out.flush();
  }

  /** Leave-one-out, where there is one. */
  static void fit(PrintWriter out, ObservedFit fit) {
    Loo loo = fit.loo();
    if (loo == null) {
      return;
    }
    out.printf(
        Locale.ROOT,
        "leave-one-out: elpd %s ± %s, p %s, Pareto k at most %s%n",
        NumberText.significant(loo.total(), 5),
        NumberText.significant(loo.standardError(), 2),
        NumberText.significant(loo.effectiveParameters(), 3),
        NumberText.significant(fit.khatMax(), 2));
    if (loo.numUnreliable() > 0) {
      out.printf(
          Locale.ROOT,
          "warning: Pareto k is above %.2f for %d of %d observations: do not trust leave-one-out%n",
          Psis.threshold(loo.numDraws()),
          loo.numUnreliable(),
          loo.numObservations());
    }
    out.flush();
  }

  /** The last line. */
  static void end(PrintWriter out, SampleResult result, Path folder) {
    SampleSettings settings = result.settings();
    out.printf(
        Locale.ROOT,
        "%s by %s: %d chains of %,d draws after %,d of warm-up, %,d gradients in %.1f s; see %s%n",
        settings.model(),
        settings.method(),
        settings.numChains(),
        settings.numSamples(),
        settings.numWarmup(),
        result.gradientEvaluations(),
        result.seconds(),
        folder.resolve("report.html"));
  }

  static List<String> cells(ParameterSummary one) {
    return List.of(
        one.name(),
        number(one.mean(), one),
        Double.isNaN(one.mcse()) ? "–" : NumberText.significant(one.mcse(), 2),
        NumberText.significant(one.sd(), 3),
        number(one.q05(), one),
        number(one.q50(), one),
        number(one.q95(), one),
        count(one.essBulk()),
        count(one.essTail()),
        Double.isNaN(one.rhat()) ? "–" : String.format(Locale.ROOT, "%.3f", one.rhat()));
  }

  private static String count(double size) {
    return Double.isNaN(size) ? "–" : NumberText.count(Math.round(size));
  }

  /** With as many decimals as the Monte Carlo error leaves. */
  private static String number(double value, ParameterSummary one) {
    if (!Double.isFinite(value) || !(one.mcse() > 0)) {
      return NumberText.significant(value, 4);
    }
    int decimals = (int) Math.max(0, Math.min(12, 1 - Math.floor(Math.log10(one.mcse()))));
    return Math.abs(value) >= 1e7
        ? NumberText.significant(value, 4)
        : String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
