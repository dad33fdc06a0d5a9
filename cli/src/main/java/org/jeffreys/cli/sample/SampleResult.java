package org.jeffreys.cli.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jeffreys.core.Doubles;
import org.jeffreys.diagnostic.EnergyDiagnostic;
import org.jeffreys.diagnostic.ParameterSummary;
import org.jeffreys.diagnostic.SampleSummary;
import org.jeffreys.diagnostic.SamplerDiagnostics;
import org.jeffreys.ppl.Model;
import org.jeffreys.ppl.SiteDraws;
import org.jspecify.annotations.Nullable;

/**
 * What came out.
 *
 * @param draws of all numbers
 * @param summary of all numbers, in the same order
 * @param statistics of each draw, by name
 * @param energy of each chain; null for samplers that tell none
 */
record SampleResult(
    SampleSettings settings,
    SiteDraws draws,
    SampleSummary summary,
    Map<String, Doubles> statistics,
    @Nullable EnergyDiagnostic energy,
    List<Double> stepSizes,
    long gradientEvaluations,
    long numDivergent,
    long numSaturated,
    double warmupSeconds,
    double samplingSeconds) {
  /** Of many chains, so many as are asked for what a chain is asked for. */
  private static final int FEW_CHAINS = 4;

  SampleResult {
    stepSizes = List.copyOf(stepSizes);
  }

  static SampleResult of(SampleSettings settings, Model model, SampledChains sample) {
    int chains = settings.numChains();
    SiteDraws draws = SiteDraws.of(model, sample.draws().values(), chains);
    List<ParameterSummary> parameters = new ArrayList<>();
    for (int i = 0; i < draws.names().size(); i++) {
      parameters.add(ParameterSummary.of(draws.names().get(i), draws.chains(i)));
    }
    Doubles energies = sample.statistics().get(SampledChains.ENERGY);
    @Nullable EnergyDiagnostic energy =
        energies == null ? null : EnergyDiagnostic.of(byChain(energies, chains));
    SamplerDiagnostics seen =
        new SamplerDiagnostics(
            (long) chains * settings.numSamples(),
            sample.numDivergent(),
            sample.numSaturated(),
            settings.method().takes("--max-depth") ? settings.maxDepth() : 0,
            energy);
    int counted = settings.method().isOfManyChains() ? Math.min(FEW_CHAINS, chains) : chains;
    return new SampleResult(
        settings,
        draws,
        SampleSummary.of(parameters, counted, seen),
        sample.statistics(),
        energy,
        sample.stepSizes(),
        sample.gradientEvaluations(),
        sample.numDivergent(),
        sample.numSaturated(),
        sample.warmupSeconds(),
        sample.samplingSeconds());
  }

  /** Numbers of all draws, cut into chains. */
  static double[][] byChain(Doubles values, int chains) {
    int length = values.size() / chains;
    double[][] cut = new double[chains][length];
    for (int chain = 0; chain < chains; chain++) {
      for (int i = 0; i < length; i++) {
        cut[chain][i] = values.get(chain * length + i);
      }
    }
    return cut;
  }

  double seconds() {
    return warmupSeconds + samplingSeconds;
  }

  /** The draw of each divergence, where the sampler tells. */
  boolean isDivergent(int draw) {
    Doubles divergent = statistics.get(SampledChains.DIVERGENT);
    return divergent != null && divergent.get(draw) > 0;
  }
}
