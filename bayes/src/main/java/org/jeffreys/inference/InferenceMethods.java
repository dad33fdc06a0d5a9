package org.jeffreys.inference;

import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.data.Batches;
import org.jeffreys.inference.dropout.McBatchNorm;
import org.jeffreys.inference.dropout.McDropout;
import org.jeffreys.inference.dropout.NoisePosterior;
import org.jeffreys.inference.ensemble.AnchoredEnsemble;
import org.jeffreys.inference.ensemble.DeepEnsemble;
import org.jeffreys.inference.ensemble.SnapshotEnsemble;
import org.jeffreys.inference.laplace.HeadMethod;
import org.jeffreys.inference.laplace.Laplace;
import org.jeffreys.inference.laplace.Structure;
import org.jeffreys.inference.mcmc.Hmc;
import org.jeffreys.inference.mcmc.Nuts;
import org.jeffreys.inference.sgmcmc.PrivateSgld;
import org.jeffreys.inference.sgmcmc.Psgld;
import org.jeffreys.inference.sgmcmc.Sghmc;
import org.jeffreys.inference.sgmcmc.Sgld;
import org.jeffreys.inference.sgmcmc.Sgnht;
import org.jeffreys.inference.sgmcmc.SvrgSgld;
import org.jeffreys.inference.swag.Swag;
import org.jeffreys.inference.vi.VariationalInference;
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
              MapEstimate::standard),
          new Entry(
              "deep-ensemble",
              "Deep ensemble: ten maxima of the posterior, each from a start of its own",
              DeepEnsemble::standard),
          new Entry(
              "anchored-ensemble",
              "Anchored ensemble: ten maxima, each with a prior centred on a draw from it; targets"
                  + " perturbed too for normal noise of a fixed scale",
              AnchoredEnsemble::standard),
          new Entry(
              "snapshot-ensemble",
              "Snapshot ensemble: one climb of cosine cycles, a draw at the end of each",
              SnapshotEnsemble::standard),
          new Entry(
              "swag",
              "SWAG: a normal distribution fitted to the path of SGD around a maximum",
              Swag::standard),
          new Entry(
              "multi-swag",
              "Multi-SWAG: five such normal distributions, each around a maximum of its own",
              Swag::multiple),
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
              "nuts",
              "No-U-turn sampler: HMC that finds the length of each trajectory, and a mass",
              Nuts::standard),
          new Entry(
              "private-sgld",
              "DP-SGD read as Langevin dynamics: one chain, noise multiplier 8, rate 0.1, 3000 steps",
              (target, effort) -> privateSgld(target, 8, steps(effort, 3000))),
          new Entry(
              "mc-dropout",
              "Monte Carlo dropout: a random layer, such as Dropout, stays random in prediction",
              RandomLayer.class,
              (target, effort) -> mcDropout(target, steps(effort, 8000), 100)),
          new Entry(
              "mc-batch-norm",
              "Monte Carlo batch normalisation: BatchNorm by random batches in prediction",
              BufferedLayer.class,
              (target, effort) -> mcBatchNorm(target, steps(effort, 8000), 100)),
          new Entry(
              "vi-mean-field",
              "Variational inference, independent normal weights, one draw of them a batch",
              VariationalInference::meanField),
          new Entry(
              "vi-local",
              "The same by local reparameterisation: less noise in training; dense layers only",
              VariationalInference::local),
          new Entry(
              "vi-flipout",
              "The same by flipout: less noise in training; dense layers and convolutions",
              VariationalInference::flipout),
          new Entry(
              "vi-full",
              "Variational inference, normal weights of any covariance; up to 2,000 parameters",
              VariationalInference::full),
          new Entry(
              "vi-low-rank",
              "Variational inference, normal weights of ten common factors and a diagonal",
              VariationalInference::lowRank),
          new Entry(
              "laplace-full",
              "Laplace approximation with the whole curvature, at most 5000 parameters",
              (target, effort) -> Laplace.standard(Structure.FULL, target, effort)),
          new Entry(
              "laplace-diagonal",
              "Laplace approximation with the diagonal of the curvature",
              (target, effort) -> Laplace.standard(Structure.DIAGONAL, target, effort)),
          new Entry(
              "laplace-kronecker",
              "Laplace approximation with a Kronecker product for each dense layer or convolution",
              (target, effort) -> Laplace.standard(Structure.KRONECKER, target, effort)),
          new Entry(
              "laplace-last-layer",
              "Laplace approximation of the last layer, given the features before it",
              (target, effort) -> Laplace.standard(Structure.LAST_LAYER, target, effort)),
          new Entry(
              "laplace-subnetwork",
              "Laplace approximation of the 200 parameters of the largest variances",
              (target, effort) -> Laplace.standard(Structure.SUBNETWORK, target, effort)),
          new Entry(
              "bayesian-head",
              "Bayesian linear last layer over trained features, updated one observation at a time",
              HeadMethod::standard));

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

  /** Maximum a posteriori by Adam on all data at once, the learning rate falling to nothing. */
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
            new Schedule.Cyclical(0.01, Math.max(2, stepsPerEpoch * epochs), 0),
            batchSize,
            epochs,
            0,
            Initializer.GLOROT_UNIFORM));
  }

  private static double information(SupervisedTarget target) {
    return target.data().size() * target.likelihood().curvature();
  }
}
