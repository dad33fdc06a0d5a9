package org.jeffreys.cli.sample;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jeffreys.cli.Version;
import org.jeffreys.core.Fields;
import org.jeffreys.inference.Draws;
import org.jeffreys.ppl.Model;
import org.jeffreys.ppl.ObservationBlock;
import org.jeffreys.ppl.PointwiseLikelihood;
import org.jeffreys.ppl.SiteTensor;
import org.jeffreys.store.SavedSample;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** {@code model.jeffreys} of a run. */
final class SampleModelFile {
  private SampleModelFile() {}

  /** In tensors of the innermost scope, and that of the fit. */
  static SavedSample of(SampleResult result, Model model, Draws draws, ObservedFit fit) {
    SampleSettings settings = result.settings();
    int chains = settings.numChains();
    int samples = settings.numSamples();
    List<SiteTensor> sites = SiteTensor.of(model, draws.values(), chains);
    Map<String, Tensor> statistics = new LinkedHashMap<>();
    result
        .statistics()
        .forEach(
            (name, values) -> statistics.put(name, Tensor.of(values.toArray(), chains, samples)));
    @Nullable PointwiseLikelihood likelihood = fit.likelihood();
    Map<String, Tensor> data = likelihood == null ? Map.of() : likelihood.data();
    List<ObservationBlock> observations = likelihood == null ? List.of() : likelihood.blocks();
    return new SavedSample(
        settings.model(),
        settings.method().toString(),
        chains,
        samples,
        sites,
        statistics,
        data,
        observations,
        fit.values(),
        described(result, model),
        Map.of("version", Version.number(), "data", settings.data()));
  }

  private static Map<String, Object> described(SampleResult result, Model model) {
    SampleSettings settings = result.settings();
    List<Map<String, Object>> layout =
        model.layout().slots().stream()
            .map(
                slot ->
                    Fields.ordered(
                        "name", slot.name(),
                        "offset", slot.offset(),
                        "length", slot.length(),
                        "support", slot.support()))
            .toList();
    return Fields.ordered(
        "start", settings.start().toString(),
        "warmup", settings.numWarmup(),
        "acceptance", settings.acceptance(),
        "time", settings.time(),
        "maxDepth", settings.maxDepth(),
        "mass", settings.mass().toString(),
        "seed", settings.seed(),
        "threads", settings.threads(),
        "stepSizes", result.stepSizes(),
        "layout", layout,
        "summedOut", model.layout().enumerated());
  }
}
