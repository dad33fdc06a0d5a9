package org.jeffreys.inference;

import java.util.List;
import java.util.function.Function;
import org.jeffreys.core.Check;
import org.jeffreys.data.Batches;
import org.jeffreys.inference.sgmcmc.PrivateSgld;
import org.jeffreys.inference.sgmcmc.Sgld;
import org.jeffreys.optim.Adam;
import org.jeffreys.optim.Schedule;
import org.jeffreys.target.Initializer;
import org.jeffreys.target.SupervisedTarget;

/** The registry of inference methods, each with settings that suit a small network. */
public final class InferenceMethods {
  private static final List<Entry> ALL =
      List.of(
          new Entry(
              "map",
              "Maximum a posteriori by Adam: one function, no epistemic uncertainty",
              target -> map(2000, 0.01)),
          new Entry(
              "sgld",
              "Stochastic gradient Langevin dynamics: draws from the posterior",
              target -> sgld(target, 20_000, 4)),
          new Entry(
              "private-sgld",
              "DP-SGD read as Langevin dynamics: one chain, noise multiplier 8, rate 0.1, 3000 steps",
              target -> privateSgld(target, 8, 3000)));

  /**
   * A method of the registry.
   *
   * @param name as on the command line
   * @param summary one line
   * @param standard the method with settings that suit a target
   */
  public record Entry(
      String name, String summary, Function<SupervisedTarget, InferenceMethod> standard) {
    /** Infers the posterior with the settings that suit the target. */
    public Posterior fit(SupervisedTarget target, Run run) {
      return standard.apply(target).fit(target, run);
    }
  }

  private InferenceMethods() {}

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

  private static double information(SupervisedTarget target) {
    return target.data().size() * target.likelihood().curvature();
  }
}
