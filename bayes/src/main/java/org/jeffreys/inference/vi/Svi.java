package org.jeffreys.inference.vi;

import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.SamplingLoop;
import org.jeffreys.optim.Adam;
import org.jeffreys.optim.Optimizer;
import org.jeffreys.optim.Schedule;
import org.jeffreys.target.VariationalFit;
import org.jeffreys.target.VariationalTarget;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Stochastic variational inference: a guide's parameters climb a bound of the log evidence by
 * estimates of its gradient.
 *
 * <pre>{@code
 * try (VariationalFit fit = Svi.of(2000, 0.03).fit(new AutoNormal().of(model), Run.of(1))) {
 *   model.values(fit.draws(1000, 1)).get("w")
 * }
 * }</pre>
 *
 * @param config the settings
 * @source Hoffman, Blei, Wang and Paisley (2013), JMLR 14; Kingma and Welling (2014),
 *     arXiv:1312.6114
 */
public record Svi(Config config) {
  private static final double AVERAGING = 8;

  /**
   * Settings.
   *
   * @param numSteps at most, at least 1
   * @param learningRate by the step
   * @param optimizer the rule
   * @param averaging η ≥ 0: the result is the mean of all iterates, weighted by about the power η
   *     of their step, which takes the noise of single steps off; infinity for the last iterate
   * @param earlyStop when to end before; null for never
   */
  public record Config(
      long numSteps,
      Schedule learningRate,
      Optimizer optimizer,
      double averaging,
      @Nullable EarlyStop earlyStop) {
    /** Checks the settings. */
    public Config {
      Check.atLeast(numSteps, 1L, "numSteps");
      Check.require(averaging >= 0, "averaging", "a value >= 0", averaging);
    }

    /** With an early stop. */
    public Config stoppingBy(EarlyStop newEarlyStop) {
      return new Config(numSteps, learningRate, optimizer, averaging, newEarlyStop);
    }

    /** At another learning rate. */
    public Config at(Schedule newLearningRate) {
      return new Config(numSteps, newLearningRate, optimizer, averaging, earlyStop);
    }
  }

  /** Adam at a rate that falls to nothing as half a cosine, and the mean of late iterates. */
  public static Svi of(long numSteps, double learningRate) {
    Schedule falling = new Schedule.Cyclical(learningRate, Math.max(2, numSteps), 0);
    return new Svi(new Config(numSteps, falling, Adam.standard(), AVERAGING, null));
  }

  /**
   * Climbs.
   *
   * @return the guide at the parameters found; the caller's
   * @throws org.jeffreys.core.NumericalException if the bound is not finite, naming step, site and
   *     value
   */
  public VariationalFit fit(VariationalTarget target, Run run) {
    long last = config.numSteps() - 1;
    SamplingLoop.Config loop =
        new SamplingLoop.Config(config.numSteps(), last, 1, config.learningRate());
    double power = Math.min(config.averaging(), 1e300);
    BoundAscent kernel =
        new BoundAscent(target, config.optimizer(), power, config.numSteps(), config.earlyStop());
    try (Scope scope = Scope.open();
        Rng rng = Rng.of(run.seed(), "svi");
        Rng starts = Rng.of(run.seed(), "svi-start")) {
      BoundAscent.State state =
          new SamplingLoop(loop)
              .run(
                  kernel,
                  () -> target.start(starts),
                  rng,
                  run.checkpoints(),
                  "svi",
                  Tensor.empty(target.dtype(), 1, 1, target.numParameters()),
                  done -> run.progress().at(done, config.numSteps(), ""));
      return fit(target, state);
    }
  }

  private static VariationalFit fit(VariationalTarget target, BoundAscent.State state) {
    Doubles elbos = Doubles.of(state.elbos().narrow(0, 0, state.step()).toDoubles());
    Tensor found = Scope.release(state.average().copy());
    state.snapshot().tensors().values().forEach(Tensor::close);
    return new VariationalFit(target, found, elbos);
  }
}
