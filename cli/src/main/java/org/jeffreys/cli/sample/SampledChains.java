package org.jeffreys.cli.sample;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jeffreys.core.Doubles;
import org.jeffreys.inference.Draws;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.mcmc.DrawStatistics;
import org.jeffreys.inference.mcmc.HamiltonianSampler;
import org.jeffreys.inference.mcmc.McmcSample;
import org.jeffreys.inference.mcmc.Start;
import org.jeffreys.inference.mcmc.Warmup;
import org.jeffreys.ppl.Model;

/**
 * What a sampler gave.
 *
 * @param draws of all chains, closed with this
 * @param statistics of each draw, chain after chain, by the names that CmdStan has
 * @param stepSizes one a chain
 * @param gradientEvaluations each of one chain
 * @param warmupSeconds with the search for starting points
 */
record SampledChains(
    Draws draws,
    Map<String, Doubles> statistics,
    List<Double> stepSizes,
    long gradientEvaluations,
    long numDivergent,
    long numSaturated,
    double warmupSeconds,
    double samplingSeconds)
    implements AutoCloseable {
  /** The names of statistics that others than files read. */
  static final String LOG_PROB = "lp__";

  static final String STEP_SIZE = "stepsize__";
  static final String DIVERGENT = "divergent__";
  static final String ENERGY = "energy__";

  SampledChains {
    stepSizes = List.copyOf(stepSizes);
  }

  static SampledChains of(
      HamiltonianSampler sampler, SampleSettings settings, Model model, Run run) {
    long begin = System.nanoTime();
    boolean isSearched = settings.start() != ChainStart.UNIFORM;
    ChainStart.Points points =
        isSearched
            ? settings.start().points(model, settings.numChains(), settings.seed())
            : new ChainStart.Points(List.of(), 0);
    double searching = (System.nanoTime() - begin) * 1e-9;
    Warmup warmup =
        Warmup.of(settings.numWarmup())
            .withAcceptance(settings.acceptance())
            .withMass(settings.mass());
    McmcSample sample =
        sampler
            .withStart(isSearched ? new Start.Given(points.rows()) : Start.uniform())
            .withWarmup(warmup)
            .withChains(settings.numChains())
            .withSamples(settings.numSamples())
            .sample(model.density(), run);
    return new SampledChains(
        sample.draws(),
        named(sample.statistics()),
        sample.adapted().stream().map(McmcSample.Adapted::stepSize).toList(),
        sample.gradientEvaluations() + points.gradients(),
        sample.numDivergent(),
        sample.numSaturated(),
        sample.warmupSeconds() + searching,
        sample.samplingSeconds());
  }

  private static Map<String, Doubles> named(DrawStatistics all) {
    Map<String, Doubles> named = new LinkedHashMap<>();
    named.put(LOG_PROB, all.logProb());
    named.put("accept_stat__", all.acceptance());
    named.put(STEP_SIZE, all.stepSize());
    named.put("treedepth__", all.depth());
    named.put("n_leapfrog__", all.leapfrogs());
    named.put(DIVERGENT, all.divergent());
    named.put(ENERGY, all.energy());
    return named;
  }

  @Override
  public void close() {
    draws.close();
  }
}
