package org.jeffreys.cli.sine;

import org.jeffreys.data.Batches;
import org.jeffreys.inference.KernelMethod;
import org.jeffreys.inference.SamplingLoop;
import org.jeffreys.inference.sgmcmc.PrivateSgld;
import org.jeffreys.inference.sgmcmc.Sgld;
import org.jeffreys.optim.Schedule;
import org.jeffreys.privacy.PrvAccountant;
import org.jeffreys.privacy.Release;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.target.Initializer;
import org.jeffreys.target.NormalPrior;
import org.jspecify.annotations.Nullable;

/**
 * How a posterior is to be sampled: all numbers that follow from the settings.
 *
 * @param likelihood of the observations
 * @param prior of the parameters
 * @param batches how minibatches are drawn
 * @param loop steps and step sizes
 * @param stepSize the largest step size ε, in units of the log posterior's gradient
 * @param temperature of the injected noise
 * @param privacy the private kernel's settings; null for plain SGLD
 * @param release what a private run publishes; null for plain SGLD
 */
record SinePlan(
    GaussianLikelihood likelihood,
    NormalPrior prior,
    Batches batches,
    SamplingLoop.Config loop,
    double stepSize,
    double temperature,
    PrivateSgld.@Nullable Config privacy,
    @Nullable Release release) {
  /** The noise a posterior assumes when the data have less: a network cannot follow none. */
  static final double LEAST_SCALE = 0.1;

  /** Plain SGLD: minibatches of a tenth of the data, a rise, then a constant step size. */
  private static final int BATCH = 100;

  /** In units of the prior's variances. */
  private static final double STEP_SIZE = 2.5e-6;

  /** Private SGLD samples a tenth of the data a step; the step size makes clipping rare enough. */
  private static final double PRIVATE_RATE = 0.1;

  private static final double PRIVATE_STEP_SIZE = 3e-6;

  /** The steps that starting points drawn from the prior need to come down. */
  private static final long LEAST_RISE = 500;

  /** Draws of all chains together, as far as each chain has the least that diagnostics want. */
  private static final int DRAWS = 1600;

  private static final int LEAST_DRAWS = 25;

  /** The article's setting. */
  private static final double LEARNING_RATE = 1e-2;

  private static final double PUBLISHED_BATCH = 16;
  private static final double WEIGHT_DECAY = 1e-4;

  static SinePlan of(SineSettings settings) {
    return switch (settings.mode()) {
      case POSTERIOR -> posterior(settings);
      case PUBLISHED -> published(settings);
      case PRIVATE -> confidential(settings);
    };
  }

  private static SinePlan posterior(SineSettings settings) {
    Batches batches = new Batches.Shuffled(BATCH);
    long steps = settings.epochs() * batches.stepsPerEpoch(SineData.SIZE);
    long warmup = steps / 4;
    Schedule schedule =
        new Schedule.Warmup(
            new Schedule.Constant(STEP_SIZE), 0.01, Math.max(LEAST_RISE, steps / 20));
    return new SinePlan(
        GaussianLikelihood.fixed(Math.max(settings.noise(), LEAST_SCALE)),
        NormalPrior.fanIn(Math.sqrt(2), 1),
        batches,
        SamplingLoop.Config.withDraws(steps, warmup, draws(settings), schedule),
        STEP_SIZE,
        1,
        null,
        null);
  }

  private static int draws(SineSettings settings) {
    return Math.max(LEAST_DRAWS, DRAWS / settings.chains());
  }

  /**
   * The article's run: 63 loader batches an epoch make Opacus sample at rate 1/63 and divide sums
   * by int(1000/63) = 15; every epoch's end is a draw.
   */
  private static SinePlan published(SineSettings settings) {
    long stepsPerEpoch = (long) Math.ceil(SineData.SIZE / PUBLISHED_BATCH);
    double divisor = Math.floor((double) SineData.SIZE / stepsPerEpoch);
    double rate = 1.0 / stepsPerEpoch;
    double stepSize = LEARNING_RATE / SineData.SIZE;
    double noiseMultiplier = 1;
    double clip =
        PUBLISHED_BATCH / noiseMultiplier * Math.sqrt(2 / (LEARNING_RATE * SineData.SIZE));
    PrivateSgld.Config privacy =
        new PrivateSgld.Config(clip, noiseMultiplier, SineData.SIZE / divisor);
    Batches batches = new Batches.Poisson(rate);
    long steps = settings.epochs() * stepsPerEpoch;
    return new SinePlan(
        GaussianLikelihood.ofMeanSquaredError(),
        NormalPrior.isotropic(1 / Math.sqrt(WEIGHT_DECAY * SineData.SIZE)),
        batches,
        new SamplingLoop.Config(steps, 0, stepsPerEpoch, new Schedule.Constant(stepSize)),
        stepSize,
        privacy.temperature(stepSize, rate),
        privacy,
        privacy.release("sine, as published", batches, SineData.SIZE, steps, settings.chains()));
  }

  /**
   * A private posterior: the noise multiplier follows from epsilon, C from temperature 1. The
   * likelihood assumes twice the noise there is, which shortens gradients, so that fewer are
   * clipped.
   */
  private static SinePlan confidential(SineSettings settings) {
    double rate = PRIVATE_RATE;
    Batches batches = new Batches.Poisson(rate);
    long steps = settings.epochs() * batches.stepsPerEpoch(SineData.SIZE);
    double noiseMultiplier =
        PrvAccountant.standard()
            .noiseMultiplier(settings.epsilon(), settings.delta(), rate, steps * settings.chains());
    double stepSize = PRIVATE_STEP_SIZE;
    PrivateSgld.Config privacy =
        PrivateSgld.Config.atTemperatureOne(noiseMultiplier, 1 / rate, stepSize);
    return new SinePlan(
        GaussianLikelihood.fixed(2 * Math.max(settings.noise(), LEAST_SCALE)),
        NormalPrior.fanIn(Math.sqrt(2), 1),
        batches,
        SamplingLoop.Config.withDraws(
            steps, steps / 2, draws(settings), new Schedule.Constant(stepSize)),
        stepSize,
        privacy.temperature(stepSize, rate),
        privacy,
        privacy.release("sine", batches, SineData.SIZE, steps, settings.chains()));
  }

  /** The method that samples it. */
  KernelMethod<?> method(SineSettings settings) {
    PrivateSgld.Config config = privacy;
    Initializer start =
        settings.mode().isPrivate() ? Initializer.FAN_IN_UNIFORM : Initializer.PRIOR;
    String name = settings.mode().method();
    return config == null
        ? new KernelMethod<>(
            name,
            target -> new Sgld(new Sgld.Config(temperature, true), target, batches),
            loop,
            settings.chains(),
            start)
        : new KernelMethod<>(
            name,
            target -> new PrivateSgld(config, target, batches),
            loop,
            settings.chains(),
            start);
  }
}
