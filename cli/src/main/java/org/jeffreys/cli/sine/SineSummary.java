package org.jeffreys.cli.sine;

import static org.jeffreys.cli.report.NumberText.atLeast;
import static org.jeffreys.cli.report.NumberText.atMost;
import static org.jeffreys.cli.report.NumberText.percent;
import static org.jeffreys.cli.report.NumberText.significant;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import org.jeffreys.privacy.PrivacyCost;

/** What the command prints when it is done. */
final class SineSummary {
  private SineSummary() {}

  static void print(
      PrintWriter out, SineSettings settings, SinePlan plan, SineResult result, Path folder) {
    out.printf(
        Locale.ROOT,
        "%-6s %12s %10s %8s %12s %8s %8s%n",
        "region",
        "epistemic sd",
        "total sd",
        "rmse",
        "coverage 95%",
        "R-hat",
        "ESS");
    for (SineData.Region region : SineData.Region.values()) {
      SineResult.RegionFit fit = result.fit(region);
      out.printf(
          Locale.ROOT,
          "%-6s %12s %10s %8s %12s %8s %8s%n",
          region.name().toLowerCase(Locale.ROOT),
          significant(fit.std(), 3),
          significant(fit.stdTotal(), 3),
          significant(fit.rmse(), 3),
          percent(fit.coverage95(), 0),
          significant(fit.rhatMax(), 3),
          significant(fit.essMin(), 3));
    }
    privacy(out, plan, result);
    if (!result.hasMixed()) {
      out.println(
          "The chains do not agree at the data (R-hat above 1.1): the run is too short to trust.");
    }
    out.printf(
        Locale.ROOT,
        "%d draws of %s in %.1f s; see %s%n",
        result.prediction().numDraws(),
        settings.chains() == 1 ? "1 chain" : settings.chains() + " chains",
        result.elapsedSeconds(),
        folder.resolve("report.html"));
  }

  private static void privacy(PrintWriter out, SinePlan plan, SineResult result) {
    PrivacyCost cost = result.cost();
    if (cost != null) {
      out.printf(
          Locale.ROOT,
          "privacy at delta %s: epsilon %s to %s (PRV), %s (RDP), %s (RDP, classic); %s of the"
              + " gradients clipped, temperature %s%n",
          cost.delta(),
          atLeast(cost.prvLower(), 5),
          atMost(cost.prvUpper(), 5),
          atMost(cost.rdp(), 5),
          atMost(cost.rdpClassic(), 5),
          percent(result.clipRate(), 1),
          significant(plan.temperature(), 4));
    }
  }
}
