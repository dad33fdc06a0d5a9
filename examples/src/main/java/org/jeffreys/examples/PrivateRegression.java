package org.jeffreys.examples;

import org.jeffreys.data.Batches;
import org.jeffreys.inference.KernelMethod;
import org.jeffreys.inference.Posterior;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.SamplingLoop;
import org.jeffreys.inference.sgmcmc.PrivateSgld;
import org.jeffreys.optim.Schedule;
import org.jeffreys.privacy.PrivacyCost;
import org.jeffreys.privacy.PrivacyLedger;
import org.jeffreys.privacy.PrvAccountant;
import org.jeffreys.target.Initializer;
import org.jeffreys.target.SupervisedTarget;

/** The tutorial's program: a posterior that hides each single example, at a stated epsilon. */
public final class PrivateRegression {
  private PrivateRegression() {}

  /** What was inferred, and what it costs. */
  public record Released(Posterior posterior, PrivacyLedger ledger, PrivacyCost cost) {}

  /** Samples one chain of 2,000 steps that costs at most epsilon 8 at delta 1e-5. */
  public static Released fit(SupervisedTarget target) {
    // [tutorial
    double rate = 0.1; // each example is in a batch with this probability
    long steps = 2000;
    double sigma = PrvAccountant.standard().noiseMultiplier(8, 1e-5, rate, steps);
    double stepSize = 0.075 / (target.data().size() * target.likelihood().curvature());
    var config = PrivateSgld.Config.atTemperatureOne(sigma, 1 / rate, stepSize);
    var batches = new Batches.Poisson(rate);
    var method =
        new KernelMethod<>(
            "private-sgld",
            of -> new PrivateSgld(config, of, batches),
            new SamplingLoop.Config(steps, steps / 2, 10, new Schedule.Constant(stepSize)),
            1,
            Initializer.FAN_IN_UNIFORM);
    Posterior posterior = method.fit(target, Run.of(0));
    var release = config.release("sine", batches, target.data().size(), steps, 1);
    var ledger = PrivacyLedger.empty().with(release);
    return new Released(posterior, ledger, ledger.cost(1e-5));
    // tutorial]
  }
}
