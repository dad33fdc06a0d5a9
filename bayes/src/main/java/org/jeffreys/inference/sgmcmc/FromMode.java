package org.jeffreys.inference.sgmcmc;

import java.util.function.Function;
import org.jeffreys.inference.Budget;
import org.jeffreys.inference.ChainRunner;
import org.jeffreys.inference.InferenceMethod;
import org.jeffreys.inference.Kernel;
import org.jeffreys.inference.MapEstimate;
import org.jeffreys.inference.Posterior;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.Sampled;
import org.jeffreys.inference.SampledPosterior;
import org.jeffreys.inference.SamplingLoop;
import org.jeffreys.optim.Adam;
import org.jeffreys.optim.Schedule;
import org.jeffreys.target.Initializer;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;

/**
 * Inference by chains that each start near a mode of their own, which Adam climbs to: Langevin
 * dynamics without momentum would take most of its time to get there.
 *
 * @param kernel makes the kernel of a target
 * @param loop of the kernel
 * @param climb the budget of the optimisation
 */
record FromMode<S extends Kernel.State>(
    String name,
    Function<SupervisedTarget, Kernel<S>> kernel,
    SamplingLoop.Config loop,
    int numChains,
    Budget climb)
    implements InferenceMethod {
  private static final double LEARNING_RATE = 0.01;

  @Override
  public Posterior fit(SupervisedTarget target, Run run) {
    Schedule schedule = new Schedule.Cyclical(LEARNING_RATE, Math.max(2, climb.numSteps()), 0);
    SamplingLoop.Config once =
        new SamplingLoop.Config(climb.numSteps(), climb.numSteps() - 1, 1, schedule);
    Sampled<MapEstimate.State> modes =
        new ChainRunner("map", once, numChains).run(new Climb(target, climb), run);
    modes.closeLast();
    try (var draws = modes.draws()) {
      Sampled<S> sampled =
          new ChainRunner("", loop, numChains)
              .run(new FromThere<>(target, kernel, draws.values()), run);
      sampled.closeLast();
      return new SampledPosterior(target, sampled.draws());
    }
  }

  /** To the modes. */
  private record Climb(SupervisedTarget target, Budget budget)
      implements ChainRunner.Problem<MapEstimate.State> {
    @Override
    public Kernel<MapEstimate.State> kernel() {
      return new MapEstimate(Adam.standard(), target, budget.batches());
    }

    @Override
    public Tensor start(int first, int numChains, Rng rng) {
      return Initializer.FAN_IN_UNIFORM.sample(target, numChains, rng);
    }
  }

  /** From the modes, one for each chain. */
  private record FromThere<S extends Kernel.State>(
      SupervisedTarget target, Function<SupervisedTarget, Kernel<S>> of, Tensor modes)
      implements ChainRunner.Problem<S> {
    @Override
    public Kernel<S> kernel() {
      return of.apply(target);
    }

    @Override
    public Tensor start(int first, int numChains, Rng rng) {
      return modes.narrow(0, first, numChains).copy();
    }
  }
}
