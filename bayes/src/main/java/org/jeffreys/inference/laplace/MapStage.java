package org.jeffreys.inference.laplace;

import java.util.Optional;
import org.jeffreys.data.Batches;
import org.jeffreys.inference.ChainRunner;
import org.jeffreys.inference.Draws;
import org.jeffreys.inference.Kernel;
import org.jeffreys.inference.MapEstimate;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.Sampled;
import org.jeffreys.inference.SamplingLoop;
import org.jeffreys.optim.Adam;
import org.jeffreys.optim.Schedule;
import org.jeffreys.target.Initializer;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * The maximum of a posterior density by Adam, its learning rate falling to nothing.
 *
 * @param name tells this stage's checkpoints from others'
 * @param target whose density is maximised
 * @param start @shape [1, dimension], the caller's; empty for a random one
 */
record MapStage(String name, SupervisedTarget target, Optional<Tensor> start)
    implements ChainRunner.Problem<MapEstimate.State> {
  /** The examples of a batch, and the most that are taken whole. */
  private static final int BATCH = 512;

  /** Maximises. @shape result [1, dimension], the caller's */
  Tensor run(long numSteps, double learningRate, Run run) {
    Schedule schedule = new Schedule.Cyclical(learningRate, numSteps, 0);
    var loop = new SamplingLoop.Config(numSteps, numSteps - 1, 1, schedule);
    Sampled<MapEstimate.State> sampled = new ChainRunner(name, loop, 1).run(this, run);
    sampled.closeLast();
    try (Draws draws = sampled.draws();
        Scope scope = Scope.open()) {
      return Scope.release(draws.values().copy());
    }
  }

  @Override
  public Kernel<MapEstimate.State> kernel() {
    Batches batches =
        target.data().size() <= BATCH ? new Batches.Full() : new Batches.Shuffled(BATCH);
    return new MapEstimate(Adam.standard(), target, batches);
  }

  @Override
  public Tensor start(int first, int numChains, Rng rng) {
    return start.isPresent()
        ? start.get().copy()
        : Initializer.FAN_IN_UNIFORM.sample(target, numChains, rng);
  }
}
