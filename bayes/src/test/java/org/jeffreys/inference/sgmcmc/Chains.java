package org.jeffreys.inference.sgmcmc;

import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jeffreys.data.Batch;
import org.jeffreys.data.Dataset;
import org.jeffreys.inference.Checkpoints;
import org.jeffreys.inference.Kernel;
import org.jeffreys.inference.SamplingLoop;
import org.jeffreys.target.StochasticLogDensity;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/** Runs kernels on densities of the tests. */
public final class Chains {
  private Chains() {}

  /** A density that has no data: its estimates are exact. */
  public record Density(int dimension, UnaryOperator<Tensor> formula, Dataset data)
      implements StochasticLogDensity {
    @Override
    public DType dtype() {
      return DType.FLOAT64;
    }

    @Override
    public Tensor logProb(Tensor position) {
      return formula.apply(position);
    }

    @Override
    public Tensor estimateGradient(Tensor position, Batch batch, Rng rng) {
      return valueAndGradient(position).gradient();
    }
  }

  /** A density with a data set of one example that nobody looks at. */
  public static Density density(int dimension, UnaryOperator<Tensor> formula) {
    Tensor one = Tensor.ones(DType.FLOAT64, 1, 1);
    return new Density(dimension, formula, new Dataset(one, one));
  }

  /** The draws of chains that start at a point, in the innermost scope. */
  public static <S extends Kernel.State> Tensor run(
      Kernel<S> kernel, SamplingLoop.Config config, int numChains, double... start) {
    return run(kernel, config, numChains, last -> {}, start);
  }

  /** As above, showing the state after the last step. */
  public static <S extends Kernel.State> Tensor run(
      Kernel<S> kernel,
      SamplingLoop.Config config,
      int numChains,
      Consumer<S> atEnd,
      double... start) {
    try (Rng rng = Rng.streams(12, "chain", numChains);
        Scope scope = Scope.open()) {
      Tensor draws = Tensor.empty(DType.FLOAT64, numChains, config.numSamples(), start.length);
      S last =
          new SamplingLoop(config)
              .run(
                  kernel,
                  () -> Tensor.of(start, 1, start.length).expand(numChains, start.length).copy(),
                  rng,
                  Checkpoints.NONE,
                  "test",
                  draws,
                  step -> {});
      atEnd.accept(last);
      last.snapshot().tensors().values().forEach(Tensor::close);
      return scope.keep(draws);
    }
  }
}
