package org.jeffreys.target;

import org.jeffreys.core.Check;
import org.jeffreys.nn.ParameterLayout;
import org.jeffreys.nn.ParameterSpec;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The improper prior of density 1 everywhere: the maximum of the posterior is that of the
 * likelihood, as in training without weight decay. It has no draws, and a posterior under it may be
 * improper too, so that samplers should be given a {@link NormalPrior}.
 */
public record FlatPrior() implements Prior {
  @Override
  public BoundPrior bind(ParameterLayout layout, Likelihood likelihood, DType dtype) {
    double[] zeros = new double[layout.dimension()];
    return new Bound(Scope.release(Tensor.of(dtype, zeros, zeros.length)));
  }

  @Override
  public double scaleOf(ParameterSpec spec) {
    return Double.POSITIVE_INFINITY;
  }

  private record Bound(Tensor zeros) implements BoundPrior {
    @Override
    public Tensor logProb(Tensor position) {
      return Tensor.zeros(position.dtype(), position.size(0));
    }

    @Override
    public void addGradient(Tensor position, Tensor sum, double factor) {
      // the gradient is 0
    }

    @Override
    public @Nullable Tensor scale() {
      return null;
    }

    @Override
    public NormalForm normalForm() {
      return new NormalForm(zeros, zeros);
    }

    @Override
    public Tensor sample(int draws, Rng rng) {
      throw Check.failure(
          "prior", "a proper one to draw from, such as NormalPrior", "a flat prior");
    }

    @Override
    public void close() {
      zeros.close();
    }
  }
}
