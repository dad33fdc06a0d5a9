package org.jeffreys.cli.sine;

import java.util.Locale;
import org.jeffreys.cli.Version;
import org.jeffreys.cli.report.Metrics;
import org.jeffreys.inference.sgmcmc.PrivateSgld;
import org.jeffreys.nn.ParameterLayout;
import org.jeffreys.privacy.PrivacyCost;
import org.jeffreys.tensor.Threads;

/** {@code metrics.json} of the sine. */
final class SineMetrics {
  private SineMetrics() {}

  static Metrics of(SineSettings settings, SinePlan plan, SineResult result) {
    Metrics metrics = Metrics.empty();
    metrics
        .put("command", "sine")
        .put("version", Version.number())
        .put("seed", settings.seed())
        .put("method", settings.mode().method());
    settings(metrics.section("settings"), settings, plan);
    metrics
        .put("threads", settings.threads())
        .put("threadsPerOperation", Threads.get())
        .put("numChains", settings.chains())
        .put("numDraws", result.prediction().numDraws())
        .put("steps", result.steps())
        .put("stepsThisProcess", result.stepsMade())
        .put("elapsedSeconds", result.elapsedSeconds())
        .put("stepMicros", result.stepMicros())
        .put("chainStepMicros", result.stepMicros() / settings.chains());
    model(metrics.section("impliedModel"), plan);
    privacy(metrics, result);
    Metrics regions = metrics.section("regions");
    for (SineData.Region region : SineData.Region.values()) {
      SineResult.RegionFit fit = result.fit(region);
      regions
          .section(region.name().toLowerCase(Locale.ROOT))
          .put("std", fit.std())
          .put("stdTotal", fit.stdTotal())
          .put("rmse", fit.rmse())
          .put("coverage95", fit.coverage95())
          .put("rhatMax", fit.rhatMax())
          .put("essMin", fit.essMin());
    }
    SineResult.RegionFit data = result.fit(SineData.Region.DATA);
    metrics
        .section("diagnostics")
        .put("rhatMax", data.rhatMax())
        .put("essMin", data.essMin())
        .put("rhatMaxGap", result.fit(SineData.Region.GAP).rhatMax());
    return metrics;
  }

  private static void settings(Metrics section, SineSettings settings, SinePlan plan) {
    section
        .put("noise", settings.noise())
        .put("epochs", settings.epochs())
        .put("device", settings.device().toString())
        .put("network", SineRun.network().toString())
        .put("batches", plan.batches().toString())
        .put("stepSize", plan.stepSize())
        .put("schedule", plan.loop().stepSize().toString())
        .put("numWarmup", plan.loop().numWarmup())
        .put("thinning", plan.loop().thinning());
    PrivateSgld.Config privacy = plan.privacy();
    if (privacy != null) {
      section
          .put("clip", privacy.clip())
          .put("noiseMultiplier", privacy.noiseMultiplier())
          .put("sumScale", privacy.sumScale());
    }
  }

  private static void model(Metrics section, SinePlan plan) {
    section
        .put("likelihoodScale", plan.likelihood().scale())
        .put("priorScale", plan.prior().weightScale())
        .put("temperature", plan.temperature());
    Metrics scales = section.section("priorScales");
    for (ParameterLayout.Slot slot : SineRun.network().layout().slots()) {
      scales.put(slot.spec().name(), plan.prior().scaleOf(slot.spec()));
    }
  }

  private static void privacy(Metrics metrics, SineResult result) {
    PrivacyCost cost = result.cost();
    if (cost != null) {
      metrics
          .section("privacy")
          .put("delta", cost.delta())
          .put("epsilonRdp", cost.rdp())
          .put("epsilonRdpClassic", cost.rdpClassic())
          .put("epsilonPrvLower", cost.prvLower())
          .put("epsilonPrvUpper", cost.prvUpper())
          .put("clipRate", result.clipRate());
    }
  }
}
