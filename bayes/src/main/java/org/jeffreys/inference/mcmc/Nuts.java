package org.jeffreys.inference.mcmc;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.inference.Draws;
import org.jeffreys.inference.InferenceMethod;
import org.jeffreys.inference.Posterior;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.SampledPosterior;
import org.jeffreys.target.Initializer;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * The no-U-turn sampler for networks: a {@link HamiltonianSampler} that starts at random weights
 * and keeps some of its draws.
 *
 * <p>Energies are compared in float64. A float32 network's log likelihood is a sum in float64 of
 * terms that err in the seventh digit, so that differences are right to 0.01 nats for some 10,000
 * examples.
 *
 * @param sampler its starting points are replaced by the initializer's
 * @param initializer of the starting points
 * @param keptSamples the draws of each chain that predictions use, evenly spread; at least 1
 */
public record Nuts(HamiltonianSampler sampler, Initializer initializer, int keptSamples)
    implements InferenceMethod {
  /** Checks the count. */
  public Nuts {
    Check.atLeast(keptSamples, 1, "keptSamples");
  }

  /**
   * With settings that suit a small network: four chains of 500 iterations of warm-up and 500
   * draws, of which 100 are kept; trajectories of up to 255 leapfrogs.
   *
   * @param effort what the number of iterations is multiplied by
   */
  public static InferenceMethod standard(SupervisedTarget target, double effort) {
    int iterations = (int) Math.max(4, Math.round(Check.positive(effort, "effort") * 500));
    HamiltonianSampler sampler =
        HamiltonianSampler.nuts()
            .withTrajectory(new Trajectory.NoUTurn(8))
            .withWarmup(Warmup.of(iterations).withFirstStepSize(0.01))
            .withSamples(iterations);
    return new Nuts(sampler, Initializer.FAN_IN_UNIFORM, Math.min(100, iterations));
  }

  @Override
  public String name() {
    return "nuts";
  }

  @Override
  public Posterior fit(SupervisedTarget target, Run run) {
    try (McmcSample sample = sample(target, run)) {
      return new SampledPosterior(target, kept(sample.draws()));
    }
  }

  /** Runs the chains. */
  public McmcSample sample(SupervisedTarget target, Run run) {
    List<Doubles> points = new ArrayList<>();
    int numChains = sampler.numChains();
    try (Scope scope = Scope.open();
        Rng rng = Rng.streams(run.seed(), "start", numChains)) {
      Tensor starts = initializer.sample(target, numChains, rng);
      for (int chain = 0; chain < numChains; chain++) {
        points.add(Doubles.of(starts.select(0, chain).toDoubles()));
      }
    }
    return sampler.withStart(new Start.Given(points)).sample(target, run);
  }

  private Draws kept(Draws all) {
    int samples = all.numSamples();
    int count = Math.min(keptSamples, samples);
    long[] indices = LongStream.rangeClosed(1, count).map(i -> i * samples / count - 1).toArray();
    try (Scope scope = Scope.open()) {
      Tensor chains = all.values().reshape(all.numChains(), samples, all.dimension());
      Tensor kept = chains.indexSelect(1, Tensor.of(indices, count));
      Tensor flat = kept.reshape(-1, all.dimension());
      return new Draws(Scope.release(flat), all.numChains(), null);
    }
  }
}
