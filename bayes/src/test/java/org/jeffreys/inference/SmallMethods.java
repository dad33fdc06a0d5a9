package org.jeffreys.inference;

import java.util.function.Function;
import org.jeffreys.data.Batches;
import org.jeffreys.inference.sgmcmc.PrivateSgld;
import org.jeffreys.inference.sgmcmc.Sgld;
import org.jeffreys.inference.swag.StochasticWeightAveraging;
import org.jeffreys.optim.Adam;
import org.jeffreys.optim.Schedule;
import org.jeffreys.target.Initializer;
import org.jeffreys.target.SupervisedTarget;

/** Every kernel with settings for {@link org.jeffreys.SmallRegression}, for runs of few steps. */
enum SmallMethods {
  SGLD,
  PRIVATE_SGLD,
  MAP,
  STOCHASTIC_WEIGHT_AVERAGING;

  private Kernel<?> kernel(SupervisedTarget target) {
    return switch (this) {
      case SGLD -> new Sgld(new Sgld.Config(1, false), target, new Batches.Shuffled(5));
      case PRIVATE_SGLD ->
          new PrivateSgld(new PrivateSgld.Config(2, 1, 1 / 0.3), target, new Batches.Poisson(0.3));
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
