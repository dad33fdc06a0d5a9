package org.jeffreys.cli.sample;

import java.util.ArrayList;
import java.util.List;
import org.jeffreys.core.Doubles;
import org.jeffreys.diagnostic.EnergyDiagnostic;
import org.jeffreys.diagnostic.ParameterSummary;
import org.jeffreys.diagnostic.SampleSummary;
import org.jeffreys.diagnostic.SamplerDiagnostics;
import org.jeffreys.inference.mcmc.DrawStatistics;
import org.jeffreys.inference.mcmc.McmcSample;
import org.jeffreys.ppl.Model;
import org.jeffreys.ppl.SiteDraws;

/**
 * What came out.
 *
 * @param draws of all numbers
 * @param summary of all numbers, in the same order
 * @param statistics of each draw
 * @param energy of each chain
 */
record SampleResult(
    SampleSettings settings,
    SiteDraws draws,
    SampleSummary summary,
    DrawStatistics statistics,
    EnergyDiagnostic energy,
    List<Double> stepSizes,
    long gradientEvaluations,
    long numDivergent,
    long numSaturated,
    double warmupSeconds,
    double samplingSeconds) {
  SampleResult {
    stepSizes = List.copyOf(stepSizes);
  }

  static SampleResult of(SampleSettings settings, Model model, McmcSample sample) {
    int chains = settings.numChains();
    SiteDraws draws = SiteDraws.of(model, sample.draws().values(), chains);
    List<ParameterSummary> parameters = new ArrayList<>();
    for (int i = 0; i < draws.names().size(); i++) {
      parameters.add(ParameterSummary.of(draws.names().get(i), draws.chains(i)));
    }
    DrawStatistics statistics = sample.statistics();
    EnergyDiagnostic energy = EnergyDiagnostic.of(byChain(statistics.energy(), chains));
    SamplerDiagnostics seen =
        new SamplerDiagnostics(
            (long) chains * settings.numSamples(),
            sample.numDivergent(),
            sample.numSaturated(),
            settings.method() == SampleSettings.Method.NUTS ? settings.maxDepth() : 0,
            energy);
    return new SampleResult(
        settings,
        draws,
        SampleSummary.of(parameters, chains, seen),
        statistics,
        energy,
        sample.adapted().stream().map(McmcSample.Adapted::stepSize).toList(),
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

  /** The draw of each divergence. */
  boolean isDivergent(int draw) {
    return statistics.divergent().get(draw) > 0;
  }
}
