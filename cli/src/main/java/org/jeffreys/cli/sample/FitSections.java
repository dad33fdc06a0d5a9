package org.jeffreys.cli.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jeffreys.cli.report.Chart;
import org.jeffreys.cli.report.NumberText;
import org.jeffreys.cli.report.ReportPage;
import org.jeffreys.cli.report.Table;
import org.jeffreys.core.Check;
import org.jeffreys.diagnostic.Loo;
import org.jeffreys.diagnostic.PredictiveCheck;
import org.jeffreys.diagnostic.Psis;
import org.jeffreys.diagnostic.Waic;

/**
 * What a report says of the program and its data.
 *
 * @param fit of a run
 */
record FitSections(ObservedFit fit) {
  private static final int MOST_SITES = 6;
  private static final int MOST_NAMES = 8;
  private static final int HEIGHT = 320;

  void add(ReportPage page) {
    if (!fit.sites().isEmpty()) {
      predictive(page);
    }
    if (fit.loo() != null) {
      leaveOneOut(page, Check.present(fit.loo(), "loo"), Check.present(fit.waic(), "waic"));
    } else if (!fit.refusal().isEmpty()) {
      page.section("Leave-one-out").paragraph("There is none: " + fit.refusal() + ".");
    }
  }

  private void predictive(ReportPage page) {
    page.section("Predictive checks")
        .paragraph(
            "Data that the fitted program gives, beside those it was given. Where the data stand"
                + " apart from their replicates, the program misses something.");
    List<ObservedFit.SiteFit> shown =
        fit.sites().subList(0, Math.min(MOST_SITES, fit.sites().size()));
    for (ObservedFit.SiteFit site : shown) {
      if (site.observed().size() > 1) {
        List<Chart> charts = new ArrayList<>();
        if (!site.isDiscrete()) {
          charts.add(FitCharts.density(site));
        }
        charts.add(FitCharts.ecdf(site));
        page.charts(charts, HEIGHT);
      }
    }
    page.table(checks(shown));
    page.paragraph(verdict());
    if (shown.size() < fit.sites().size()) {
      page.paragraph(
          (fit.sites().size() - shown.size()) + " more observed sites are in metrics.json.");
    }
  }

  private static Table checks(List<ObservedFit.SiteFit> sites) {
    Table table =
        Table.of(
            "Numbers of the data among those of replicated data: p is the share that is greater, equal ones"
                + " counted half",
            "site",
            "number",
            "data",
            "5 %",
            "50 %",
            "95 %",
            "p");
    for (ObservedFit.SiteFit site : sites) {
      for (PredictiveCheck check : site.checks()) {
        table.row(
            site.name(),
            check.statistic().toString(),
            NumberText.significant(check.observed(), 4),
            NumberText.significant(check.quantile(0.05), 4),
            NumberText.significant(check.quantile(0.5), 4),
            NumberText.significant(check.quantile(0.95), 4),
            String.format(Locale.ROOT, "%.3f", check.pvalue()));
        if (check.isExtreme()) {
          table.strong(6);
        }
      }
    }
    return table;
  }

  private String verdict() {
    String odd =
        fit.sites().stream()
            .flatMap(
                site ->
                    site.checks().stream()
                        .filter(PredictiveCheck::isExtreme)
                        .map(check -> "the " + check.statistic() + " of " + site.name()))
            .limit(MOST_NAMES)
            .collect(Collectors.joining(", "));
    return odd.isEmpty()
        ? "None of these numbers lies beyond 99 % of the replicates; look at the curves for what"
            + " they do not show."
        : "The program does not give data like these: "
            + odd
            + " lies beyond 99 % of the"
            + " replicates.";
  }

  private void leaveOneOut(ReportPage page, Loo loo, Waic waic) {
    double threshold = Psis.threshold(loo.numDraws());
    List<Integer> above = fit.above(threshold);
    page.section("Leave-one-out")
        .paragraph(
            String.format(
                Locale.ROOT,
                "The log density that the program is expected to give to an observation it has not"
                    + " seen, summed over %s of them: %s ± %s. Having seen them brings %s, the"
                    + " effective number of parameters. jeffreys loo compares such figures of"
                    + " several runs.",
                NumberText.count(loo.numObservations()),
                NumberText.significant(loo.total(), 5),
                NumberText.significant(loo.standardError(), 2),
                NumberText.significant(loo.effectiveParameters(), 3)))
        .table(
            Table.of("In nats", "estimate", "elpd", "se", "p")
                .row(cells("leave-one-out", loo))
                .row(cells("WAIC", waic)))
        .chart(FitCharts.pareto(loo, threshold), HEIGHT)
        .paragraph(reliability(above, threshold));
  }

  private static String[] cells(String name, org.jeffreys.diagnostic.Elpd elpd) {
    return new String[] {
      name,
      NumberText.significant(elpd.total(), 5),
      NumberText.significant(elpd.standardError(), 2),
      NumberText.significant(elpd.effectiveParameters(), 3)
    };
  }

  private String reliability(List<Integer> above, double threshold) {
    if (above.isEmpty()) {
      return String.format(
          Locale.ROOT,
          "No Pareto k is above %.2f: the estimate is to be trusted for every observation.",
          threshold);
    }
    List<String> names = Check.present(fit.likelihood(), "likelihood").names();
    String first =
        above.stream().limit(MOST_NAMES).map(names::get).collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "Pareto k is above %.2f for %d of %d observations: %s%s. These move the posterior so much"
            + " that draws with them say little about one without them. Do not trust the estimate:"
            + " look at these observations, take a likelihood with heavier tails, or fit again"
            + " without them.",
        threshold,
        above.size(),
        names.size(),
        first,
        above.size() > MOST_NAMES ? " and " + (above.size() - MOST_NAMES) + " more" : "");
  }
}
