package org.jeffreys.inference;

import java.util.function.Function;
import org.jeffreys.core.Check;
import org.jeffreys.target.Initializer;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;

/**
 * Inference by running a kernel from random starting points: chains in one batched step on each
 * thread, and threads side by side.
 *
 * @param <S> the kernel's state
 */
public final class KernelMethod<S extends Kernel.State> implements InferenceMethod {
  private final String name;
  private final Function<SupervisedTarget, Kernel<S>> kernel;
  private final SamplingLoop.Config loop;
  private final int numChains;
  private final Initializer initializer;

  /**
   * A method.
   *
   * @param name of the registry
   * @param kernel makes the kernel of a target
   * @param numChains at least 1
   * @param initializer of the starting points
   */
  public KernelMethod(
      String name,
      Function<SupervisedTarget, Kernel<S>> kernel,
      SamplingLoop.Config loop,
      int numChains,
      Initializer initializer) {
    this.name = name;
    this.kernel = kernel;
    this.loop = loop;
    this.numChains = Check.atLeast(numChains, 1, "numChains");
    this.initializer = initializer;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Posterior fit(SupervisedTarget target, Run run) {
    Sampled<S> sampled = sample(target, run);
    sampled.closeLast();
    return new SampledPosterior(target, sampled.draws());
  }

  /** Runs the chains; the draws and the last states are the caller's. */
  public Sampled<S> sample(SupervisedTarget target, Run run) {
    return sample("", target, run);
  }

  /**
   * As {@link #sample(SupervisedTarget, Run)}, as a stage of another method.
   *
   * @param stage as in {@link ChainRunner}
   */
  public Sampled<S> sample(String stage, SupervisedTarget target, Run run) {
    return new ChainRunner(stage, loop, numChains).run(new OfTarget(target), run);
  }

  /** The kernel over a target's flat vector. */
  private final class OfTarget implements ChainRunner.Problem<S> {
    private final SupervisedTarget target;

    OfTarget(SupervisedTarget target) {
      this.target = target;
    }

    @Override
    public SupervisedTarget target() {
      return target;
    }

    @Override
    public Kernel<S> kernel() {
      return kernel.apply(target);
    }

    @Override
    public Tensor start(int first, int count, Rng rng) {
      return initializer.sample(target, count, rng);
    }
  }
}
