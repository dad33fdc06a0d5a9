package org.jeffreys.inference;

import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.data.Batches;
import org.jeffreys.inference.dropout.McBatchNorm;
import org.jeffreys.inference.dropout.McDropout;
import org.jeffreys.inference.dropout.NoisePosterior;
import org.jeffreys.inference.mcmc.Hmc;
import org.jeffreys.inference.sgmcmc.PrivateSgld;
import org.jeffreys.inference.sgmcmc.Psgld;
import org.jeffreys.inference.sgmcmc.Sghmc;
import org.jeffreys.inference.sgmcmc.Sgld;
import org.jeffreys.inference.sgmcmc.Sgnht;
import org.jeffreys.inference.sgmcmc.SvrgSgld;
import org.jeffreys.nn.BufferedLayer;
import org.jeffreys.nn.Layer;
import org.jeffreys.nn.RandomLayer;
import org.jeffreys.optim.Adam;
import org.jeffreys.optim.Schedule;
import org.jeffreys.target.Initializer;
import org.jeffreys.target.SupervisedTarget;

/** The registry of inference methods, each with settings that suit a small network. */
public final class InferenceMethods {
  private static final int BATCH_SIZE = 128;

  private static final List<Entry> ALL =
      List.of(
          new Entry(
              "map",
              "Maximum a posteriori by Adam: one function, no epistemic uncertainty",
              (target, effort) -> map(steps(effort, 2000), 0.01)),
          new Entry(
              "sgld",
              "Stochastic gradient Langevin dynamics: draws from the posterior",
              (target, effort) -> sgld(target, steps(effort, 20_000), 4)),
          new Entry(
              "psgld",
              "Preconditioned SGLD: steps by RMSprop, found in warm-up and then kept",
              Psgld::standard),
          new Entry(
              "svrg-sgld",
              "SGLD with control variates: minibatch gradients without most of their noise",
              SvrgSgld::standard),
          new Entry(
              "csgld",
              "Cyclical SGLD: large steps find modes, small ones sample them",
              Sgld::cyclical),
          new Entry(
              "sghmc",
              "Stochastic gradient HMC: Langevin dynamics with momentum, which mixes faster",
              Sghmc::standard),
          new Entry(
              "csghmc",
              "Cyclical SGHMC: large steps find modes, small ones sample them",
              Sghmc::cyclical),
          new Entry(
              "sgnht",
              "Stochastic gradient Nosé-Hoover thermostat: friction that takes out minibatch noise",
              Sgnht::standard),
          new Entry(
              "hmc",
              "Hamiltonian Monte Carlo: all data in each gradient, exact up to Monte Carlo error",
              Hmc::standard),
          new Entry(
              "private-sgld",
              "DP-SGD read as Langevin dynamics: one chain, noise multiplier 8, rate 0.1, 3000 steps",
              (target, effort) -> privateSgld(target, 8, steps(effort, 3000))),
          new Entry(
              "mc-dropout",
              "Monte Carlo dropout: a random layer, such as Dropout, stays random in prediction",
              RandomLayer.class,
              (target, effort) -> mcDropout(target, steps(effort, 3000), 100)),
          new Entry(
              "mc-batch-norm",
              "Monte Carlo batch normalisation: BatchNorm by random batches in prediction",
              BufferedLayer.class,
              (target, effort) -> mcBatchNorm(target, steps(effort, 3000), 100)));

  /** Makes a method with settings that suit a target. */
  public interface Standard {
    /**
     * The method.
     *
     * @param effort what numbers of steps are multiplied by, greater than 0; 1 for good results
     */
    InferenceMethod of(SupervisedTarget target, double effort);
  }

  /**
   * A method of the registry.
   *
   * @param name as on the command line
   * @param summary one line
   * @param needs the kind of layer that a network must have for it
   * @param standard makes the method with settings that suit a target
   */
  public record Entry(
      String name, String summary, Class<? extends Layer> needs, Standard standard) {
    /** A method that serves every network. */
    Entry(String name, String summary, Standard standard) {
      this(name, summary, Layer.class, standard);
    }

    /** Infers the posterior with the settings that suit the target. */
    public Posterior fit(SupervisedTarget target, Run run) {
      return standard.of(target, 1).fit(target, run);
    }
  }

  private InferenceMethods() {}

  private static long steps(double effort, long usual) {
    return Math.max(2, Math.round(Check.positive(effort, "effort") * usual));
  }

  /** All methods, in the order of the tables. */
  public static List<Entry> all() {
    return ALL;
  }

  /**
   * The method of a name.
   *
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public static Entry named(String name) {
    return ALL.stream()
        .filter(entry -> entry.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                Check.failure(
                    "method",
                    "one of " + ALL.stream().map(Entry::name).toList(),
                    "'" + name + "'"));
  }

  /** Maximum a posteriori by Adam on all data, the learning rate falling to nothing. */
  public static InferenceMethod map(long numSteps, double learningRate) {
    Schedule schedule = new Schedule.Cyclical(learningRate, numSteps, 0);
    return new KernelMethod<>(
        "map",
        target -> new MapEstimate(Adam.standard(), target, new Batches.Full()),
        new SamplingLoop.Config(numSteps, numSteps - 1, 1, schedule),
        1,
        Initializer.FAN_IN_UNIFORM);
  }

  /**
   * SGLD in units of the prior's scales, from draws of the prior: a rise of the step size over a
   * twentieth of the steps, a quarter of them as warm-up, 200 draws a chain. The step is 0.2 over
   * the number of data times their curvature, near the largest that is stable.
   */
  public static InferenceMethod sgld(SupervisedTarget target, long numSteps, int numChains) {
    long n = target.data().size();
    Schedule schedule =
        new Schedule.Warmup(
            new Schedule.Constant(0.2 / information(target)), 0.01, Math.max(1, numSteps / 20));
    Batches batches = new Batches.Shuffled((int) Math.min(100, n));
    return new KernelMethod<>(
        "sgld",
        of -> new Sgld(new Sgld.Config(1, true), of, batches),
        SamplingLoop.Config.withDraws(numSteps, numSteps / 4, 200, schedule),
        numChains,
        Initializer.PRIOR);
  }

  /**
   * Private SGLD of one chain at temperature 1, with Poisson batches of a tenth of the data; half
   * the steps are warm-up. What it costs is what a {@link org.jeffreys.privacy.PrivacyLedger} says
   * of these steps.
   */
  public static InferenceMethod privateSgld(
      SupervisedTarget target, double noiseMultiplier, long numSteps) {
    double rate = 0.1;
    double stepSize = 0.075 / information(target);
    PrivateSgld.Config config =
        PrivateSgld.Config.atTemperatureOne(noiseMultiplier, 1 / rate, stepSize);
    return new KernelMethod<>(
        "private-sgld",
        of -> new PrivateSgld(config, of, new Batches.Poisson(rate)),
        SamplingLoop.Config.withDraws(numSteps, numSteps / 2, 200, new Schedule.Constant(stepSize)),
        1,
        Initializer.FAN_IN_UNIFORM);
  }

  /**
   * Monte Carlo dropout after about {@code numSteps} steps of Adam in batches of 128, whole epochs.
   */
  public static InferenceMethod mcDropout(SupervisedTarget target, long numSteps, int numDraws) {
    int batchSize = (int) Math.min(BATCH_SIZE, target.data().size());
    return new McDropout(training(target, batchSize, numSteps), NoisePosterior.Config.of(numDraws));
  }

  /**
   * Monte Carlo batch normalisation after about {@code numSteps} steps of Adam, whole epochs.
   * Batches have at most 128 examples and there are at least two, since one of all examples would
   * leave nothing random; they are as equal as can be, since the statistics of a small rest are
   * poor.
   */
  public static InferenceMethod mcBatchNorm(SupervisedTarget target, long numSteps, int numDraws) {
    long n = target.data().size();
    long numBatches = Math.max(2, (n + BATCH_SIZE - 1) / BATCH_SIZE);
    int batchSize = (int) ((n + numBatches - 1) / numBatches);
    return new McBatchNorm(training(target, batchSize, numSteps), numDraws);
  }

  private static Training training(SupervisedTarget target, int batchSize, long numSteps) {
    long stepsPerEpoch = new Batches.Shuffled(batchSize).stepsPerEpoch(target.data().size());
    int epochs = (int) ((numSteps + stepsPerEpoch - 1) / stepsPerEpoch);
    return new Training(
        new Training.Config(
            Adam.standard(),
            new Schedule.Constant(1e-3),
            batchSize,
            epochs,
            0,
            Initializer.GLOROT_UNIFORM));
  }

  private static double information(SupervisedTarget target) {
    return target.data().size() * target.likelihood().curvature();
  }
}
