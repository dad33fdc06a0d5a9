package org.jeffreys.bench;

import java.util.Collection;
import java.util.function.Function;
import org.jeffreys.core.NumericalException;
import org.jeffreys.data.Batches;
import org.jeffreys.data.Dataset;
import org.jeffreys.inference.Kernel;
import org.jeffreys.inference.sgmcmc.PrivateSgld;
import org.jeffreys.inference.sgmcmc.Sgld;
import org.jeffreys.inference.vi.Annealing;
import org.jeffreys.inference.vi.ElboAscent;
import org.jeffreys.inference.vi.GradientEstimator;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.Sequential;
import org.jeffreys.optim.Adam;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.target.Guide;
import org.jeffreys.target.Initializer;
import org.jeffreys.target.Likelihood;
import org.jeffreys.target.MeanField;
import org.jeffreys.target.NormalPrior;
import org.jeffreys.target.Prior;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.HostStream;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jeffreys.tensor.Threads;

/**
 * Chains on the sine regression, advanced step by step, with the memory held and freed as {@link
 * org.jeffreys.inference.SamplingLoop} does it.
 *
 * <p>The data are 1,000 points of sin x without noise, half of them on [-4, -1] and half on [1, 4];
 * the network is 1-100-100-1 with rectifiers, 10,401 parameters. All tensor work is on one thread.
 *
 * @param <S> the kernel's state
 */
final class SineChains<S extends Kernel.State> implements StepTimes.Stepped, AutoCloseable {
  /** The number of examples, n. */
  static final int SIZE = 1000;

  private static final long SEED = 0;

  private final SupervisedTarget target;
  private final Kernel<S> kernel;
  private final double stepSize;
  private final Rng rng;
  private S state;

  private SineChains(
      SupervisedTarget target,
      Function<SupervisedTarget, Kernel<S>> kernel,
      Start start,
      double stepSize,
      int numChains) {
    this.target = target;
    this.kernel = kernel.apply(target);
    this.stepSize = stepSize;
    this.rng = Rng.streams(SEED, "chain", numChains);
    try (Scope scope = Scope.open();
        Rng starts = Rng.streams(SEED, "start", numChains)) {
      this.state = hold(this.kernel.init(start.of(target, numChains, starts)));
    }
  }

  /** Where chains start. */
  private interface Start {
    Tensor of(SupervisedTarget target, int numChains, Rng rng);
  }

  /**
   * Private SGLD as the article sets it: η = 1e-2, hence ε = η/n = 1e-5; σ = 1, b = 16 and C = b/σ
   * √(2/(η n)); a normal prior of variance 10, which is a weight decay of 1e-4. Batches are of 16
   * exactly, as the peer program's are, where a private run draws Poisson samples.
   */
  static SineChains<PrivateSgld.State> privateSgld(int numChains) {
    int batch = 16;
    double learningRate = 1e-2;
    double clip = batch * Math.sqrt(2 / (learningRate * SIZE));
    PrivateSgld.Config config = new PrivateSgld.Config(clip, 1, (double) SIZE / batch);
    return new SineChains<>(
        target(GaussianLikelihood.ofMeanSquaredError(), NormalPrior.isotropic(Math.sqrt(10))),
        target -> new PrivateSgld(config, target, new Batches.Uniform(batch)),
        Initializer.FAN_IN_UNIFORM::sample,
        learningRate / SIZE,
        numChains);
  }

  /**
   * SGLD as the command {@code jeffreys sine} runs it: shuffled batches of 100, scaled by the
   * prior.
   */
  static SineChains<Sgld.State> sgld(int numChains) {
    return new SineChains<>(
        target(GaussianLikelihood.fixed(0.1), NormalPrior.fanIn(Math.sqrt(2), 1)),
        target -> new Sgld(new Sgld.Config(1, true), target, new Batches.Shuffled(100)),
        Initializer.FAN_IN_UNIFORM::sample,
        3e-6,
        numChains);
  }

  /**
   * Mean-field variational inference as the peer program has it: noise 0.1, a standard normal
   * prior, batches of 128 drawn with replacement, one draw of the guide a step, Adam at 1e-3.
   */
  static SineChains<ElboAscent.State> variational(GradientEstimator estimator) {
    Guide guide = new MeanField();
    ElboAscent.Config config =
        new ElboAscent.Config(
            guide, estimator, 1, Adam.standard(), new Batches.Uniform(128), Annealing.NONE);
    return new SineChains<>(
        target(GaussianLikelihood.fixed(0.1), NormalPrior.isotropic(1)),
        target -> new ElboAscent("variational", config, target),
        (target, numChains, rng) ->
            guide.start(
                Initializer.FAN_IN_UNIFORM.sample(target, numChains, rng),
                Tensor.full(DType.FLOAT32, 0.0067, 1, 1),
                rng),
        1e-3,
        1);
  }

  private static SupervisedTarget target(Likelihood likelihood, Prior prior) {
    Threads.set(1);
    return new SupervisedTarget(
        Sequential.dense(Activation.RELU, 1, 100, 100, 1), likelihood, prior, data());
  }

  private static Dataset data() {
    HostStream stream = HostStream.keyed(SEED, "data", 0);
    double[][] x = new double[SIZE][1];
    double[][] y = new double[SIZE][1];
    for (int i = 0; i < SIZE; i++) {
      double place = 1 + 3 * stream.nextDouble();
      x[i][0] = i < SIZE / 2 ? place - 5 : place;
      y[i][0] = Math.sin(x[i][0]);
    }
    return Dataset.of(DType.FLOAT32, x, y);
  }

  /** Makes one step of every chain. */
  S step() {
    S before = state;
    try (Scope scope = Scope.open()) {
      state = hold(kernel.step(before, stepSize, rng));
    }
    // Some kernels change their state in place.
    Collection<Tensor> kept = state.snapshot().tensors().values();
    before.snapshot().tensors().values().stream()
        .filter(tensor -> !kept.contains(tensor))
        .forEach(Tensor::close);
    return state;
  }

  /** Makes {@code count} steps of every chain. */
  @Override
  public void steps(int count) {
    for (int i = 0; i < count; i++) {
      step();
    }
  }

  private static <S extends Kernel.State> S hold(S state) {
    state.snapshot().tensors().values().forEach(Scope::release);
    return state;
  }

  private static void free(Kernel.State state) {
    state.snapshot().tensors().values().forEach(Tensor::close);
  }

  /**
   * Checks that what was timed was sampling: that no chain has left the finite numbers.
   *
   * @throws NumericalException if one has
   */
  @Override
  public void requireFinite() {
    try (Scope scope = Scope.open()) {
      double sum = state.position().sum().item();
      if (!Double.isFinite(sum)) {
        throw new NumericalException(
            "chains: expected finite positions, got " + sum + " at stepSize " + stepSize);
      }
    }
  }

  @Override
  public void close() {
    free(state);
    if (kernel instanceof ElboAscent ascent) {
      ascent.close();
    }
    rng.close();
    target.close();
  }
}
