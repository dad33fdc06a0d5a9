package org.jeffreys.cli.sample;

import org.jeffreys.cli.Version;
import org.jeffreys.cli.report.Metrics;
import org.jeffreys.core.Doubles;
import org.jeffreys.diagnostic.ParameterSummary;
import org.jeffreys.diagnostic.SampleSummary;

/** {@code metrics.json} of a run. */
final class SampleMetrics {
  private SampleMetrics() {}

  static Metrics of(SampleResult result) {
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
        .put("stepSizes", Doubles.of(result.stepSizes().stream().mapToDouble(x -> x)))
        .put("bfmi", result.energy().bfmi())
        .put("rhatMax", summary.rhatMax())
        .put("essBulkMin", summary.essBulkMin())
        .put("essTailMin", summary.essTailMin())
        .put("essPerSecond", summary.essBulkMin() / result.samplingSeconds());
    parameters(metrics.section("parameters"), summary);
    return metrics;
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
