package org.jeffreys.inference.sgmcmc;

import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.data.Batch;
import org.jeffreys.data.Batches;
import org.jeffreys.inference.Kernel;
import org.jeffreys.privacy.Chains;
import org.jeffreys.privacy.Release;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;

/**
 * Private stochastic gradient Langevin dynamics: DP-SGD whose noise is the Langevin noise.
 *
 * <pre>{@code
 * θ' = θ + ε [ s (Σᵢ clip_C ∇ log p(yᵢ | xᵢ, θ) + N(0, σ² C² I)) + ∇ log p(θ) ]
 * }</pre>
 *
 * <p>With the scale s that makes the sum over a batch unbiased, and as long as no gradient is
 * clipped, this is SGLD at temperature T = ε s² σ² C² / 2. For batches of b of n examples and ε =
 * η/n, T = 1 where C = b √2 / (σ √(η n)). Per-example gradients are never made.
 *
 * @source Abadi et al. (2016), CCS, algorithm 1; Li, Chen, Liu and Carin (2019), AISTATS
 */
public final class PrivateSgld implements Kernel<PrivateSgld.State> {
  private final Config config;
  private final SupervisedTarget target;
  private final Batches batches;

  /**
   * Settings.
   *
   * @param clip C, the bound on the norm of an example's gradient of the log likelihood
   * @param noiseMultiplier σ, the noise's standard deviation in units of C
   * @param sumScale s, what the noisy sum over a batch is multiplied by to stand for the data; n/b
   *     for an expected batch of b
   */
  public record Config(double clip, double noiseMultiplier, double sumScale) {
    /** Checks the settings. */
    public Config {
      Check.positive(clip, "clip");
      Check.nonNegative(noiseMultiplier, "noiseMultiplier");
      Check.positive(sumScale, "sumScale");
    }

    /**
     * The settings whose injected noise is that of SGLD at temperature 1.
     *
     * @param stepSize ε
     */
    public static Config atTemperatureOne(
        double noiseMultiplier, double sumScale, double stepSize) {
      Check.positive(noiseMultiplier, "noiseMultiplier");
      Check.positive(sumScale, "sumScale");
      Check.positive(stepSize, "stepSize");
      double clip = Math.sqrt(2 / stepSize) / (noiseMultiplier * sumScale);
      return new Config(clip, noiseMultiplier, sumScale);
    }

    /**
     * What a run publishes, for a ledger: the sampling of its batches decides how it is accounted
     * for.
     *
     * @param name of the run in reports
     * @param n the number of data
     * @param steps of each chain
     * @param numChains the number of chains, each with batches of its own
     * @throws IllegalArgumentException for batches drawn with replacement, which no accountant
     *     covers
     */
    public Release release(String name, Batches batches, long n, long steps, int numChains) {
      Chains chains = Chains.independent(numChains);
      if (batches instanceof Batches.Poisson poisson) {
        return new Release.Poisson(name, noiseMultiplier, poisson.rate(), steps, chains);
      }
      if (batches instanceof Batches.Full) {
        return new Release.Poisson(name, noiseMultiplier, 1, steps, chains);
      }
      if (batches instanceof Batches.Shuffled) {
        long perEpoch = batches.stepsPerEpoch(n);
        long epochs = (steps + perEpoch - 1) / perEpoch;
        return new Release.Shuffled(name, noiseMultiplier, epochs, chains);
      }
      throw Check.failure("batches", "Poisson, shuffled or full ones", batches);
    }

    /**
     * The temperature of the injected noise: its variance a step over twice the effective step,
     * which is ε s q, the step that the expected batch really makes.
     *
     * @param stepSize ε
     * @param rate q, the part of the data in an expected batch
     */
    public double temperature(double stepSize, double rate) {
      double deviation = stepSize * sumScale * noiseMultiplier * clip;
      return deviation * deviation / (2 * stepSize * sumScale * rate);
    }
  }

  /**
   * What the next step needs, and what was clipped.
   *
   * @param position @shape [chains, dimension]
   * @param numClipped the gradients that were clipped so far, @shape [chains], int64
   * @param numSeen the examples of all chains so far
   * @param step the number of steps made
   */
  public record State(Tensor position, Tensor numClipped, double numSeen, long step)
      implements Kernel.State {
    @Override
    public Snapshot snapshot() {
      return new Snapshot(
          Map.of("position", position, "numClipped", numClipped),
          Map.of("numSeen", numSeen, "step", (double) step));
    }

    /** The part of the gradients that were clipped, over all chains; NaN before the first step. */
    public double clipRate() {
      double clipped = 0;
      for (long count : numClipped.toLongs()) {
        clipped += count;
      }
      return clipped / numSeen;
    }
  }

  /**
   * The kernel of a target.
   *
   * @param batches {@link Batches.Poisson} where the accountant assumes subsampling
   */
  public PrivateSgld(Config config, SupervisedTarget target, Batches batches) {
    this.config = config;
    this.target = target;
    this.batches = batches;
  }

  @Override
  public State init(Tensor position) {
    return new State(position, Tensor.zeros(DType.INT64, position.size(0)), 0, 0);
  }

  @Override
  public State step(State state, double stepSize, Rng rng) {
    try (var paused = target.pauseAutograd()) {
      Tensor position = state.position();
      Batch batch = batches.draw(target.data(), state.step(), rng);
      SupervisedTarget.ClippedSum clipped = target.clippedSum(position, batch, config.clip(), rng);
      double effective = stepSize * config.sumScale();
      Tensor next = position.add(clipped.sum(), effective);
      Tensor noise = rng.normal(position.dtype(), position.shape());
      next.addInPlace(noise, effective * config.noiseMultiplier() * config.clip());
      target.boundPrior().addGradient(position, next, stepSize);
      return new State(
          next,
          state.numClipped().add(clipped.numClipped()),
          state.numSeen() + batch.numExamples(),
          state.step() + 1);
    }
  }

  @Override
  public State restore(Snapshot snapshot) {
    return new State(
        Check.present(snapshot.tensors().get("position"), "position"),
        Check.present(snapshot.tensors().get("numClipped"), "numClipped"),
        Check.present(snapshot.numbers().get("numSeen"), "numSeen"),
        Check.present(snapshot.numbers().get("step"), "step").longValue());
  }
}
