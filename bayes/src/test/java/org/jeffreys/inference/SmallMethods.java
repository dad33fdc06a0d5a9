package org.jeffreys.inference;

import java.util.function.Function;
import org.jeffreys.data.Batches;
import org.jeffreys.inference.mcmc.Hmc;
import org.jeffreys.inference.sgmcmc.PrivateSgld;
import org.jeffreys.inference.sgmcmc.Psgld;
import org.jeffreys.inference.sgmcmc.Sghmc;
import org.jeffreys.inference.sgmcmc.Sgld;
import org.jeffreys.inference.sgmcmc.Sgnht;
import org.jeffreys.inference.sgmcmc.SvrgSgld;
import org.jeffreys.inference.swag.StochasticWeightAveraging;
import org.jeffreys.optim.Adam;
import org.jeffreys.optim.Schedule;
import org.jeffreys.target.Initializer;
import org.jeffreys.target.SupervisedTarget;

/** Every kernel with settings for {@link org.jeffreys.SmallRegression}, for runs of few steps. */
enum SmallMethods {
  SGLD,
  PRIVATE_SGLD,
  ADAPTIVE_SGLD,
  PSGLD,
  FROZEN_PSGLD,
  SVRG_SGLD,
  SGHMC,
  ADAPTIVE_SGHMC,
  SGNHT,
  HMC,
  ADAPTIVE_HMC,
  MAP,
  STOCHASTIC_WEIGHT_AVERAGING;

  private Kernel<?> kernel(SupervisedTarget target) {
    Batches batches = new Batches.Shuffled(5);
    return switch (this) {
      case SGLD -> new Sgld(new Sgld.Config(1, false), target, batches);
      case PRIVATE_SGLD ->
          new PrivateSgld(new PrivateSgld.Config(2, 1, 1 / 0.3), target, new Batches.Poisson(0.3));
      case ADAPTIVE_SGLD -> new Sgld(new Sgld.Config(1, true, 11), target, batches);
      case PSGLD ->
          new Psgld(new Psgld.Config(0.9, 1e-3, 1, Psgld.Correction.ESTIMATED, 0), target, batches);
      case FROZEN_PSGLD ->
          new Psgld(new Psgld.Config(0.9, 1e-3, 1, Psgld.Correction.FROZEN, 11), target, batches);
      case SVRG_SGLD -> new SvrgSgld(new SvrgSgld.Config(5, 1, true, 0), target, batches);
      case SGHMC -> new Sghmc(new Sghmc.Config(0.1, 1, false), target, batches);
      case ADAPTIVE_SGHMC -> new Sghmc(new Sghmc.Config(0.1, 0.01, 1, true, 11), target, batches);
      case SGNHT -> new Sgnht(new Sgnht.Config(0.1, 0.01, 1, true, 0), target, batches);
      case HMC -> new Hmc(new Hmc.Config(0.8, 3, 0, false, false), target);
      case ADAPTIVE_HMC -> new Hmc(new Hmc.Config(0.8, 3, 16, true, true), target);
      case MAP -> new MapEstimate(Adam.standard(), target, new Batches.Uniform(4));
      case STOCHASTIC_WEIGHT_AVERAGING ->
          new StochasticWeightAveraging(
              new StochasticWeightAveraging.Config(0.9, 3, 4), target, new Batches.Uniform(4));
    };
  }

  KernelMethod<?> of(int numChains, long numSteps) {
    return of(numChains, numSteps, 5e-4);
  }

  KernelMethod<?> of(int numChains, long numSteps, double stepSize) {
    return method(this::kernel, numChains, numSteps, stepSize);
  }

  @SuppressWarnings("unchecked") // the kernel brings its own states
  private static <S extends Kernel.State> KernelMethod<S> method(
      Function<SupervisedTarget, Kernel<?>> kernel, int numChains, long numSteps, double stepSize) {
    return new KernelMethod<>(
        "test",
        target -> (Kernel<S>) kernel.apply(target),
        new SamplingLoop.Config(numSteps, numSteps / 4, 2, new Schedule.Constant(stepSize)),
        numChains,
        Initializer.FAN_IN_UNIFORM);
  }
}
