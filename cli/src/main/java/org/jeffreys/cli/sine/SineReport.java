package org.jeffreys.cli.sine;

import static org.jeffreys.cli.report.NumberText.atLeast;
import static org.jeffreys.cli.report.NumberText.atMost;
import static org.jeffreys.cli.report.NumberText.percent;
import static org.jeffreys.cli.report.NumberText.significant;

import java.util.Locale;
import org.jeffreys.cli.report.ReportPage;
import org.jeffreys.cli.report.Table;
import org.jeffreys.inference.sgmcmc.PrivateSgld;
import org.jeffreys.nn.ParameterLayout;
import org.jeffreys.privacy.PrivacyCost;
import org.jeffreys.privacy.PrivacyLedger;
import org.jeffreys.privacy.Release;

/** {@code report.html} of the sine. */
final class SineReport {
  private final SineSettings settings;
  private final SinePlan plan;
  private final SineResult result;
  private final SineCharts charts;

  SineReport(SineSettings settings, SinePlan plan, SineResult result, SineCharts charts) {
    this.settings = settings;
    this.plan = plan;
    this.result = result;
    this.charts = charts;
  }

  String html() {
    ReportPage page = ReportPage.titled("A Bayesian network on a sine", lead());
    keyFigures(page);
    page.section("Predictions")
        .paragraph(
            "Dark bands are epistemic: where the mean function may lie. Light bands add the noise:"
                + " where a new observation may lie.")
        .chart(charts.predictive(), 460)
        .chart(charts.deviation(), 320)
        .table(regions());
    verdict(page);
    page.section("Did the chains mix?")
        .paragraph(
            result.hasMixed()
                ? "At the data they agree."
                : "No: at the data R-hat is above 1.1, and the run is too short to trust.")
        .paragraph(
            "Weights of a network can be permuted without changing the function, so convergence is"
                + " judged on predictions. In the gap the data say little, functions differ, and"
                + " chains move slowly between them; with a single chain, R-hat compares its halves. An R-hat above 1.2 there means that the width of"
                + " the band is known roughly only.")
        .chart(charts.convergence(), 280)
        .chart(charts.traces("Prediction at x = 2.5, amid the data", SineCharts.DATA_ROW), 280)
        .chart(charts.traces("Prediction at x = 0, amid the gap", SineCharts.GAP_ROW), 280);
    model(page);
    privacy(page);
    page.section("How to repeat it").listing(command());
    return page.html();
  }

  private String lead() {
    return switch (settings.mode()) {
      case POSTERIOR ->
          "A network of two hidden layers of 100 units, sampled by stochastic gradient Langevin"
              + " dynamics from 1,000 noisy points of a sine with none between -1 and 1.";
      case PUBLISHED ->
          "The run of the article, unchanged: DP-SGD read as Langevin dynamics on 1,000 points of a"
              + " sine without noise; every epoch's network is a draw, the first ones included.";
      case PRIVATE ->
          "Draws by private Langevin dynamics: the noise that makes them also hides each single data"
              + " point, at the stated epsilon. Clipping makes their distribution an approximation.";
    };
  }

  private void keyFigures(ReportPage page) {
    SineResult.RegionFit data = result.fit(SineData.Region.DATA);
    SineResult.RegionFit gap = result.fit(SineData.Region.GAP);
    page.keyFigure(
            "Wider in the gap",
            significant(gap.std() / data.std(), 2) + " times",
            "epistemic standard deviation, gap against data")
        .keyFigure(
            "Error at the data", significant(data.rmse(), 2), "of the mean against the true sine")
        .keyFigure(
            "Coverage of 95 % bands",
            Math.round(100 * data.coverage95()) + " / " + percent(gap.coverage95(), 0),
            "of places on the true sine, data / gap; bands much wider than the error cover all")
        .keyFigure(
            "R-hat, worst at the data",
            significant(data.rhatMax(), 3),
            "in the gap " + significant(gap.rhatMax(), 3));
    PrivacyCost cost = result.cost();
    if (cost != null) {
      page.keyFigure(
          "Privacy",
          "ε = " + atMost(cost.prvUpper(), 5),
          "at δ = "
              + cost.delta()
              + "; "
              + percent(result.clipRate(), 0)
              + " of gradients clipped");
    }
  }

  private Table regions() {
    Table table =
        Table.of(
            "The mean function against the true sine",
            "region",
            "epistemic sd",
            "total sd",
            "rmse",
            "coverage of 95 %",
            "R-hat, worst",
            "ESS, least");
    for (SineData.Region region : SineData.Region.values()) {
      SineResult.RegionFit fit = result.fit(region);
      table.row(
          region.name().toLowerCase(Locale.ROOT),
          significant(fit.std(), 3),
          significant(fit.stdTotal(), 3),
          significant(fit.rmse(), 3),
          percent(fit.coverage95(), 0),
          significant(fit.rhatMax(), 3),
          significant(fit.essMin(), 3));
    }
    return table;
  }

  private void verdict(ReportPage page) {
    if (settings.mode() == SineSettings.Mode.POSTERIOR) {
      page.paragraph(
          "The setting of the article that this run stands for does not show this: of its gradients 53"
              + " and 64 % were clipped in two runs of the original, and the standard deviation was"
              + " 0.44 in the gap against 0.46 at the data, and 0.31 against 0.38. The option"
              + " --as-published repeats it.");
    }
    if (settings.mode() != SineSettings.Mode.PUBLISHED) {
      return;
    }
    double data = result.fit(SineData.Region.DATA).std();
    double gap = result.fit(SineData.Region.GAP).std();
    page.paragraph(
        String.format(
            Locale.ROOT,
            "The article expects the band to be wider in the gap than at the data. In this run %s of the gradients"
                + " were clipped, and the epistemic standard deviation is %s in the gap against %s at"
                + " the data: the published setting %s. Its equivalence with Langevin dynamics holds"
                + " only while nothing is clipped; a clipped gradient is that of another, flatter"
                + " likelihood. Two runs of the original with 53 and 64 %% clipped gave 0.44 against"
                + " 0.46 and 0.31 against 0.38. The default run of this command shows what the"
                + " article wanted to see.",
            percent(result.clipRate(), 0),
            significant(gap, 2),
            significant(data, 2),
            gap >= 1.5 * data ? "shows it here" : "does not show it"));
  }

  private void model(ReportPage page) {
    page.section("The implied model")
        .paragraph(
            "Observations: y = f(x) + noise, with normal noise of standard deviation "
                + significant(plan.likelihood().scale(), 3)
                + ". Temperature of the injected noise: "
                + significant(plan.temperature(), 4)
                + ", where 1 targets the posterior; it is the variance of the noise of a step over"
                + " twice the effective step, without the noise of minibatches.");
    if (settings.mode() == SineSettings.Mode.PUBLISHED) {
      page.paragraph(
          "A mean squared error without the factor 1/2 is a normal likelihood of variance 1/2, though"
              + " the data have no noise. A weight decay of 1e-4 with n = 1000 is a normal prior of"
              + " scale √10 = 3.16. Batches are Poisson samples at rate 1/63, 15.87 examples on"
              + " average, whose sum is divided by int(1000/63) = 15, not by 16: the likelihood's"
              + " step is 1.058 times the nominal one, which makes the prior's effective scale 3.25,"
              + " and the chain runs 7.5 % hot.");
    }
    if (settings.mode() == SineSettings.Mode.PRIVATE) {
      page.paragraph(
          "The likelihood assumes twice the noise of the data: longer gradients would be clipped more"
              + " often. Even so "
              + percent(result.clipRate(), 0)
              + " were, which flattens the likelihood that is really sampled: bands are wider than"
              + " those of the posterior without privacy, and their width is part of the price.");
    }
    prior(page);
  }

  private void prior(ReportPage page) {
    Table table = Table.of("Prior: independent normal distributions", "parameters", "shape", "sd");
    for (ParameterLayout.Slot slot : SineRun.network().layout().slots()) {
      table.row(
          slot.spec().name(),
          slot.spec().shape().toString(),
          significant(plan.prior().scaleOf(slot.spec()), 3));
    }
    page.table(table);
    page.paragraph(
        "Sampling: "
            + settings.chains()
            + (settings.chains() == 1 ? " chain of " : " chains of ")
            + plan.loop().numSteps()
            + " steps, "
            + result.prediction().numDraws()
            + " draws in all, step size "
            + plan.stepSize()
            + ", "
            + plan.batches()
            + ".");
  }

  private void privacy(ReportPage page) {
    PrivacyCost cost = result.cost();
    Release release = plan.release();
    PrivateSgld.Config config = plan.privacy();
    if (cost == null || release == null || config == null) {
      return;
    }
    page.section("The privacy ledger")
        .paragraph(
            "This page shows the data, the seed and figures computed on the data: it is a"
                + " demonstration. The statement covers the draws and what is computed from them alone,"
                + " under a seed that stays secret.")
        .table(
            Table.of("Epsilon at delta " + cost.delta(), "accountant", "epsilon", "what it is")
                .row("PRV, upper", atMost(cost.prvUpper(), 5), "certified upper bound: claim it")
                .row("PRV, lower", atLeast(cost.prvLower(), 5), "certified: no less is true")
                .row("RDP", atMost(cost.rdp(), 5), "upper bound, current conversion")
                .row("RDP, classic", atMost(cost.rdpClassic(), 5), "upper bound, of 2017"))
        .paragraph(
            "Gradients clipped to a norm of "
                + significant(config.clip(), 4)
                + "; clipped were "
                + percent(result.clipRate(), 1)
                + " of them.");
    PrivacyLedger.empty().with(release).statements().forEach(page::paragraph);
  }

  private String command() {
    StringBuilder text = new StringBuilder("./jeffreys sine");
    if (settings.mode() == SineSettings.Mode.PUBLISHED) {
      text.append(" --as-published");
    } else {
      text.append(" --noise ").append(settings.noise());
      text.append(" --chains ").append(settings.chains());
    }
    if (settings.mode() == SineSettings.Mode.PRIVATE) {
      text.append(" --private --epsilon ").append(settings.epsilon());
      text.append(" --delta ").append(settings.delta());
    }
    return text.append(" --epochs ")
        .append(settings.epochs())
        .append(" --threads ")
        .append(settings.threads())
        .append(" --seed ")
        .append(settings.seed())
        .toString();
  }
}
