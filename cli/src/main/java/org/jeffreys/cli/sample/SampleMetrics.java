package org.jeffreys.cli.sample;

import org.jeffreys.cli.Version;
import org.jeffreys.cli.report.Metrics;
import org.jeffreys.core.Doubles;
import org.jeffreys.diagnostic.Elpd;
import org.jeffreys.diagnostic.EnergyDiagnostic;
import org.jeffreys.diagnostic.Loo;
import org.jeffreys.diagnostic.ParameterSummary;
import org.jeffreys.diagnostic.PredictiveCheck;
import org.jeffreys.diagnostic.SampleSummary;
import org.jeffreys.diagnostic.Waic;

/** {@code metrics.json} of a run. */
final class SampleMetrics {
  private SampleMetrics() {}

  static Metrics of(SampleResult result, ObservedFit fit) {
    SampleSettings settings = result.settings();
    SampleSummary summary = result.summary();
    Metrics metrics = Metrics.empty();
    metrics
        .put("command", "sample")
        .put("version", Version.number())
        .put("model", settings.model())
        .put("method", settings.method().toString())
        .put("seed", settings.seed())
        .put("threads", settings.threads())
        .put("numChains", settings.numChains())
        .put("numWarmup", settings.numWarmup())
        .put("numSamples", settings.numSamples());
    metrics
        .section("seconds")
        .put("total", result.seconds())
        .put("warmup", result.warmupSeconds())
        .put("sampling", result.samplingSeconds());
    metrics
        .put("gradientEvaluations", result.gradientEvaluations())
        .put("divergences", result.numDivergent())
        .put("saturated", result.numSaturated())
        .put("stepSizes", Doubles.of(result.stepSizes().stream().mapToDouble(x -> x)));
    EnergyDiagnostic energy = result.energy();
    if (energy != null) {
      metrics.put("bfmi", energy.bfmi());
    }
    metrics
        .put("rhatMax", summary.rhatMax())
        .put("essBulkMin", summary.essBulkMin())
        .put("essTailMin", summary.essTailMin())
        .put("essPerSecond", summary.essBulkMin() / result.samplingSeconds());
    parameters(metrics.section("parameters"), summary);
    fit(metrics, fit);
    return metrics;
  }

  /** What the program makes of its data, where it has any. */
  private static void fit(Metrics metrics, ObservedFit fit) {
    Loo loo = fit.loo();
    Waic waic = fit.waic();
    if (loo != null && waic != null) {
      elpd(metrics.section("loo"), loo)
          .put("khatMax", fit.khatMax())
          .put("numUnreliable", loo.numUnreliable())
          .put("numDraws", loo.numDraws());
      elpd(metrics.section("waic"), waic).put("numUnreliable", waic.numUnreliable());
    }
    if (fit.sites().isEmpty()) {
      return;
    }
    Metrics checks = metrics.section("predictiveChecks");
    for (ObservedFit.SiteFit site : fit.sites()) {
      Metrics one = checks.section(site.name());
      for (PredictiveCheck check : site.checks()) {
        one.section(check.statistic().toString())
            .put("observed", check.observed())
            .put("replicated", check.quantile(0.5))
            .put("pvalue", check.pvalue());
      }
    }
  }

  private static Metrics elpd(Metrics section, Elpd elpd) {
    return section
        .put("elpd", elpd.total())
        .put("se", elpd.standardError())
        .put("p", elpd.effectiveParameters())
        .put("numObservations", elpd.numObservations());
  }

  private static void parameters(Metrics parameters, SampleSummary summary) {
    for (ParameterSummary one : summary.parameters()) {
      parameters
          .section(one.name())
          .put("mean", one.mean())
          .put("sd", one.sd())
          .put("mcse", one.mcse())
          .put("q05", one.q05())
          .put("q50", one.q50())
          .put("q95", one.q95())
          .put("rhat", one.rhat())
          .put("essBulk", one.essBulk())
          .put("essTail", one.essTail());
    }
  }
}
