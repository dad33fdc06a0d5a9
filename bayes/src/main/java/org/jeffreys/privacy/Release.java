package org.jeffreys.privacy;

import java.util.Locale;
import org.jeffreys.core.Check;

/** One training run whose every noisy, clipped gradient sum counts as published. */
public sealed interface Release {

  /** What the run is called in reports. */
  String name();

  /** σ, the standard deviation of the noise of one chain over its clipping norm. */
  double noiseMultiplier();

  /** The chains and their batches. */
  Chains chains();

  /** How batches are drawn. */
  Sampling sampling();

  /** What is accounted for, all chains together. */
  SampledGaussian mechanism();

  /** The run and how it is accounted for, in words. */
  String statement();

  /**
   * Poisson-sampled batches: the subsampled Gaussian mechanism.
   *
   * @param samplingRate q in [0, 1]
   * @param steps per chain, &gt;= 0
   */
  record Poisson(
      String name, double noiseMultiplier, double samplingRate, long steps, Chains chains)
      implements Release {
    public Poisson {
      Check.nonNegative(noiseMultiplier, "noiseMultiplier");
      Check.unit(samplingRate, "samplingRate");
      Check.atLeast(steps, 0L, "steps");
    }

    @Override
    public Sampling sampling() {
      return Sampling.POISSON;
    }

    @Override
    public SampledGaussian mechanism() {
      return chains.combine(new SampledGaussian(noiseMultiplier, samplingRate, steps));
    }

    @Override
    public String statement() {
      return String.format(
          Locale.ROOT,
          "%s: %d steps with Poisson sampling at rate %.6g and noise multiplier %.6g, %s.",
          name,
          steps,
          samplingRate,
          noiseMultiplier,
          chains.statement());
    }
  }

  /**
   * Shuffled batches: each epoch is one composition of the Gaussian mechanism without subsampling,
   * as each example is in at most one batch an epoch. Never the epsilon of Poisson sampling.
   *
   * @param epochs passes over the data per chain, &gt;= 0
   */
  record Shuffled(String name, double noiseMultiplier, long epochs, Chains chains)
      implements Release {
    public Shuffled {
      Check.nonNegative(noiseMultiplier, "noiseMultiplier");
      Check.atLeast(epochs, 0L, "epochs");
    }

    @Override
    public Sampling sampling() {
      return Sampling.SHUFFLED;
    }

    @Override
    public SampledGaussian mechanism() {
      return chains.combine(SampledGaussian.unsubsampled(noiseMultiplier, epochs));
    }

    @Override
    public String statement() {
      return String.format(
          Locale.ROOT,
          "%s: %d epochs of shuffled batches with noise multiplier %.6g, counted as one Gaussian"
              + " mechanism without subsampling an epoch, %s.",
          name,
          epochs,
          noiseMultiplier,
          chains.statement());
    }
  }
}
